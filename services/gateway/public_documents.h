#pragma once

#include <optional>

#include "services/gateway/calls.h"
#include "services/gateway/http.h"
#include "services/gateway/upstream.h"

// What verifiers of badges fetch, without a token and from any origin: documents of
// DocumentsService under paths of their own.
namespace touchstone::gateway {

// The call that answers a GET of "/badges/keys" or "/badges/status/{code}"; nothing for other
// paths.
std::optional<CallRequest> PublicDocumentCall(const HttpRequest& request);

// The document; 404 when there is none, 429 when too many codes were wrong, 503 when the services
// cannot say.
HttpResponse PublicDocumentResponse(const HttpRequest& request, const Answer& answer);

}  // namespace touchstone::gateway
