#include "services/events/events_service.h"

#include <functional>
#include <utility>

namespace touchstone {

using judging::EventState;

EventsService::EventsService(const RpcGate& gate, storage::KvStore& store,
                             ledger::Sequencers& sequencers, IdGenerator& ids, const Clock& clock,
                             asio::any_io_executor executor)
    : gate_(gate, v1::EventsService::service_full_name()),
      resources_(store, sequencers, ids, clock),
      rule_packs_(store, clock),
      lifecycle_(store, sequencers, ids, clock),
      archives_(store),
      executor_(std::move(executor)) {}

// One unary method that hands over to a method of a member.
#define TOUCHSTONE_UNARY(Method, Request, Response, ...)                                          \
  grpc::ServerUnaryReactor* EventsService::Method(                                                \
      grpc::CallbackServerContext* context, const v1::Request* request, v1::Response* response) { \
    return HandleUnary(gate_, __func__, context, request, response, executor_,                    \
                       std::bind_front(__VA_ARGS__));                                             \
  }

#define TOUCHSTONE_RESOURCE(One, Many)                                                         \
  TOUCHSTONE_UNARY(Create##One, Create##One##Request, One, &events::ResourceTable::Create,     \
                   &resources_)                                                                \
  TOUCHSTONE_UNARY(Get##One, Get##One##Request, One, &events::ResourceTable::Get, &resources_) \
  TOUCHSTONE_UNARY(List##Many, List##Many##Request, List##Many##Response,                      \
                   &events::ResourceTable::List, &resources_)                                  \
  TOUCHSTONE_UNARY(Update##One, Update##One##Request, One, &events::ResourceTable::Update,     \
                   &resources_)
#include "services/events/resources.inc"
#undef TOUCHSTONE_RESOURCE

TOUCHSTONE_UNARY(CreateRulePack, CreateRulePackRequest, StoredRulePack,
                 &events::RulePackStore::CreateRulePack, &rule_packs_)
TOUCHSTONE_UNARY(GetRulePack, GetRulePackRequest, StoredRulePack, &events::ResourceTable::Get,
                 &resources_)
TOUCHSTONE_UNARY(ListRulePacks, ListRulePacksRequest, ListRulePacksResponse,
                 &events::ResourceTable::List, &resources_)
TOUCHSTONE_UNARY(CreateScheme, CreateSchemeRequest, StoredScheme,
                 &events::RulePackStore::CreateScheme, &rule_packs_)
TOUCHSTONE_UNARY(GetScheme, GetSchemeRequest, StoredScheme, &events::ResourceTable::Get,
                 &resources_)
TOUCHSTONE_UNARY(ListSchemes, ListSchemesRequest, ListSchemesResponse, &events::ResourceTable::List,
                 &resources_)
TOUCHSTONE_UNARY(StartEvent, ChangeEventStateRequest, Event, &events::EventLifecycle::ChangeState,
                 &lifecycle_, EventState::kDraft, EventState::kRunning)
TOUCHSTONE_UNARY(LockEvent, ChangeEventStateRequest, Event, &events::EventLifecycle::ChangeState,
                 &lifecycle_, EventState::kRunning, EventState::kLocked)
TOUCHSTONE_UNARY(UnlockEvent, ChangeEventStateRequest, Event, &events::EventLifecycle::Unlock,
                 &lifecycle_)
TOUCHSTONE_UNARY(PublishEvent, ChangeEventStateRequest, Event, &events::EventLifecycle::ChangeState,
                 &lifecycle_, EventState::kLocked, EventState::kPublished)
TOUCHSTONE_UNARY(SetBoardState, SetBoardStateRequest, Event, &events::EventLifecycle::SetBoardState,
                 &lifecycle_)
#undef TOUCHSTONE_UNARY

grpc::ServerWriteReactor<v1::ExportEventResponse>* EventsService::ExportEvent(
    grpc::CallbackServerContext* context, const v1::ExportEventRequest* request) {
  return HandleServerStream<v1::ExportEventResponse>(
      gate_, __func__, context, request, executor_,
      std::bind_front(&events::EventArchives::Export, &archives_));
}

grpc::ServerReadReactor<v1::ImportEventRequest>* EventsService::ImportEvent(
    grpc::CallbackServerContext* context, v1::Event* response) {
  return HandleClientStream<v1::ImportEventRequest>(
      gate_, __func__, context, response, executor_,
      std::bind_front(&events::EventArchives::Import, &archives_));
}

}  // namespace touchstone
