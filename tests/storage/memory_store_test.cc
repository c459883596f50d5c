#include "storage/memory_store.h"

#include "tests/storage/kv_store_contract.h"

namespace touchstone::storage {
namespace {

class MemoryHome {
 public:
  KvStore& store() { return store_; }

 private:
  MemoryStore store_;
};

INSTANTIATE_TYPED_TEST_SUITE_P(MemoryStore, KvStoreContract, MemoryHome);

}  // namespace
}  // namespace touchstone::storage
