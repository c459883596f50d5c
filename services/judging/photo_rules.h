#pragma once

#include <string_view>

#include "absl/status/status.h"

namespace touchstone::judging {

// Whether the bytes are a photo that may be kept: a whole JPEG (ITU-T T.81, annex B) of 1 to 4096
// pixels each way, and nothing but the picture. PHOTO_NOT_A_JPEG; PHOTO_HAS_METADATA for EXIF and
// all other APPn segments but a JFIF header without thumbnail, for comments, unknown segments, and
// bytes behind the end of the picture. The compressed picture itself is not decoded. Pure.
absl::Status CheckPhoto(std::string_view jpeg);

}  // namespace touchstone::judging
