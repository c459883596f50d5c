#pragma once

#include "services/common/clock.h"
#include "services/common/id_generator.h"
#include "services/common/rpc.h"
#include "services/events/event_archives.h"
#include "services/events/event_lifecycle.h"
#include "services/events/resource_table.h"
#include "services/events/rule_pack_store.h"
#include "services/ledger/sequencer.h"
#include "storage/kv_store.h"
#include "touchstone/v1/events.grpc.pb.h"

namespace touchstone {

// Companies, workers and the events in which they meet. Documented in
// proto/touchstone/v1/events.proto; what each method does stands in the classes it is handed to.
class EventsService final : public v1::EventsService::CallbackService {
 public:
  // Everything must outlive the service. Handlers run on `executor`, which may use many threads.
  EventsService(const RpcGate& gate, storage::KvStore& store, ledger::Sequencers& sequencers,
                IdGenerator& ids, const Clock& clock, asio::any_io_executor executor);

// The four standard methods of a resource.
#define TOUCHSTONE_RESOURCE(One, Many)                                                        \
  grpc::ServerUnaryReactor* Create##One(grpc::CallbackServerContext* context,                 \
                                        const v1::Create##One##Request* request,              \
                                        v1::One* response) override;                          \
  grpc::ServerUnaryReactor* Get##One(grpc::CallbackServerContext* context,                    \
                                     const v1::Get##One##Request* request, v1::One* response) \
      override;                                                                               \
  grpc::ServerUnaryReactor* List##Many(grpc::CallbackServerContext* context,                  \
                                       const v1::List##Many##Request* request,                \
                                       v1::List##Many##Response* response) override;          \
  grpc::ServerUnaryReactor* Update##One(grpc::CallbackServerContext* context,                 \
                                        const v1::Update##One##Request* request,              \
                                        v1::One* response) override;
#include "services/events/resources.inc"
#undef TOUCHSTONE_RESOURCE

  grpc::ServerUnaryReactor* CreateRulePack(grpc::CallbackServerContext* context,
                                           const v1::CreateRulePackRequest* request,
                                           v1::StoredRulePack* response) override;
  grpc::ServerUnaryReactor* GetRulePack(grpc::CallbackServerContext* context,
                                        const v1::GetRulePackRequest* request,
                                        v1::StoredRulePack* response) override;
  grpc::ServerUnaryReactor* ListRulePacks(grpc::CallbackServerContext* context,
                                          const v1::ListRulePacksRequest* request,
                                          v1::ListRulePacksResponse* response) override;
  grpc::ServerUnaryReactor* CreateScheme(grpc::CallbackServerContext* context,
                                         const v1::CreateSchemeRequest* request,
                                         v1::StoredScheme* response) override;
  grpc::ServerUnaryReactor* GetScheme(grpc::CallbackServerContext* context,
                                      const v1::GetSchemeRequest* request,
                                      v1::StoredScheme* response) override;
  grpc::ServerUnaryReactor* ListSchemes(grpc::CallbackServerContext* context,
                                        const v1::ListSchemesRequest* request,
                                        v1::ListSchemesResponse* response) override;
  grpc::ServerUnaryReactor* StartEvent(grpc::CallbackServerContext* context,
                                       const v1::ChangeEventStateRequest* request,
                                       v1::Event* response) override;
  grpc::ServerUnaryReactor* LockEvent(grpc::CallbackServerContext* context,
                                      const v1::ChangeEventStateRequest* request,
                                      v1::Event* response) override;
  grpc::ServerUnaryReactor* UnlockEvent(grpc::CallbackServerContext* context,
                                        const v1::ChangeEventStateRequest* request,
                                        v1::Event* response) override;
  grpc::ServerUnaryReactor* PublishEvent(grpc::CallbackServerContext* context,
                                         const v1::ChangeEventStateRequest* request,
                                         v1::Event* response) override;
  grpc::ServerUnaryReactor* SetBoardState(grpc::CallbackServerContext* context,
                                          const v1::SetBoardStateRequest* request,
                                          v1::Event* response) override;
  grpc::ServerWriteReactor<v1::ExportEventResponse>* ExportEvent(
      grpc::CallbackServerContext* context, const v1::ExportEventRequest* request) override;
  grpc::ServerReadReactor<v1::ImportEventRequest>* ImportEvent(grpc::CallbackServerContext* context,
                                                               v1::Event* response) override;

 private:
  ServiceGate gate_;
  events::ResourceTable resources_;
  events::RulePackStore rule_packs_;
  events::EventLifecycle lifecycle_;
  events::EventArchives archives_;
  asio::any_io_executor executor_;
};

}  // namespace touchstone
