#include "services/training/documents/stable_uuid.h"

#include <boost/uuid/name_generator_sha1.hpp>
#include <boost/uuid/uuid_io.hpp>

namespace touchstone::training {

std::string StableUuid(std::string_view name) {
  const boost::uuids::name_generator_sha1 generator(boost::uuids::ns::url());
  return boost::uuids::to_string(generator(name.data(), name.size()));
}

}  // namespace touchstone::training
