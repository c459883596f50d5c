#include <cstdlib>

// Linked into a program of properties: each property is tried on 1,000 cases, unless RC_PARAMS says
// otherwise.
namespace {

const bool kSet = setenv("RC_PARAMS", "max_success=1000", /*overwrite=*/0) == 0;

}  // namespace
