// One request being answered: what the handlers of routes/ get, and the answers they share.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "emserve/auth/file_tickets.hpp"
#include "emserve/auth/guard.hpp"
#include "emserve/auth/sign_in.hpp"
#include "emserve/files/file_examiner.hpp"
#include "emserve/http/message.hpp"
#include "emserve/http/static_files.hpp"
#include "emserve/live/live_hub.hpp"
#include "emserve/log.hpp"
#include "emserve/options.hpp"
#include "emserve/routes/texts.hpp"
#include "emserve/store/pool.hpp"

namespace spico::emserve {

// Everything a handler may need, made once by the application.
struct Services {
  const Options& options;
  StorePool& stores;
  LiveHub& live;
  Clock& clock;
  const Pepper& pepper;
  const SignIn& sign_in;
  const Outbox& outbox;
  const FileExaminer& examiner;
  FileTickets& tickets;
  const Texts& texts;
  const StaticFiles& files;
  Log& log;
};

struct Call {
  const Request& request;
  Services& services;
  Store& store;
  std::string source;                    // address of the client
  std::string_view route_path;           // pattern of the route
  std::string parameter;                 // what stands for {id} in the path, decoded
  std::optional<SessionRecord> session;  // live: signed in or pending
  SessionEnd ended = SessionEnd::kNone;  // why the session that the cookie names is over

  std::int64_t now_ms() const { return services.clock.now_ms(); }
  bool is_signed_in() const { return session && session->pending == PendingStep::kNone; }
  AccountId account() const { return session ? session->account : AccountId{}; }
  Visitor visitor() const { return {source, session}; }
};

// Reads the cookie and finds the session; ends it when its time is over, and counts activity. First thing of
// every call.
void find_session(Call& call);

// What the guard looks at.
Standing standing_of(Call& call);

// The session as the client sees it.
SessionView view_of(Call& call);

void audit(Call& call, std::string_view event, std::string_view detail = {}, PatientId patient = {});

// --- answers
Response json_response(std::string body, unsigned status = 200);
Response error_response(unsigned status, std::string_view code, std::string_view message,
                        std::string_view field = {}, std::int64_t retry_after_s = 0);
Response refusal_response(const Refusal& refusal);
Response session_response(Call& call);
// "{}"
Response done_response();

}  // namespace spico::emserve
