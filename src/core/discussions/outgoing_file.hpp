// A file that was chosen for a message: what a device keeps of it, and how far it has come in this page. Part
// of Outbox; only files_update changes how far.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/discussions/attachment.hpp"
#include "core/ticket.hpp"

namespace spico {

/// Plain and whole, like the rest of Unsent.
struct OutgoingFile {
  std::string client_id;  ///< 32 hexadecimal digits: what the server and the device know it by
  std::string name;
  std::int64_t size = 0;  ///< bytes
  bool kept = false;      ///< all of it is sealed on this device
  std::string refusal;    ///< code of why it cannot be sent as it is; empty: nothing is against it

  friend bool operator==(const OutgoingFile&, const OutgoingFile&) = default;
};

/// How far a file has come in this page: first onto the device, sealed, then to the server.
struct FileProgress {
  std::string client_id = {};
  std::string handle = {};       ///< of the page's own file; empty once the device keeps all of it
  std::int64_t kept_bytes = 0;   ///< on the device
  bool may_keep = true;          ///< false: the device has refused a piece
  bool begun = false;            ///< the server has told how much it has
  std::int64_t received = 0;     ///< bytes that the server has acknowledged
  bool accepted = false;         ///< the server has all of it and takes it
  int failures = 0;              ///< in a row
  std::int64_t retry_at_ms = 0;  ///< monotonic clock
  bool is_told_to_wait = false;  ///< by the server: not even the network's return hurries it
};

/// What is asked about one file, of the device or of the server.
enum class FileAct : std::uint8_t {
  kRead,      ///< bytes of the page's own file: name is its handle
  kReadKept,  ///< a sealed piece: name is that of the piece
  kKeep,      ///< the same, to be kept
  kForget,    ///< all pieces whose names begin with `name`
  kRelease,   ///< the page's own file is no longer needed
  kBegin,     ///< the server makes room, or tells what it has: name and title
  kSend,      ///< a piece, at `from`
  kTakeBack,  ///< the server forgets it
  kAskView,   ///< a received one: the address under which it is opened once; name is its id
  kAskSave,
  kView,   ///< that address in the tab which the press has opened
  kSave,   ///< that address among the browser's downloads
  kNoView  ///< nothing comes into that tab
};
struct FileWish {
  FileAct act{};
  std::string name = {};
  std::string title = {};  ///< of kBegin: what people call the file
  std::int64_t from = 0, size = 0;
  std::string bytes = {};
  bool again = false;  ///< nobody has just asked for it
};
struct FileAnswer {
  std::string bytes = {};  ///< of kRead and kReadKept
  std::string path = {};   ///< of kAskView and kAskSave
  UploadState upload = {};
};

/// The step that is on its way: one file at a time is sealed, one at a time is sent.
struct FileStep {
  Ticket ticket = Ticket::kNone;
  std::string client_id;
  FileAct act{};
  std::int64_t from = 0, size = 0;  ///< of the piece
};

}  // namespace spico
