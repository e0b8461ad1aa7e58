// Files that people send: what they are by their bytes, what is refused, and their small pictures.
#include <doctest/doctest.h>

#include "emserve/auth/file_tickets.hpp"
#include "emserve/files/child_process.hpp"
#include "emserve/files/file_answer.hpp"
#include "emserve/files/file_examiner.hpp"
#include "tests/emserve/file_samples.hpp"
#include "tests/emserve/server_support.hpp"

namespace spico::emserve::test {
namespace {

const FileExaminer& examiner() {
  static const FileExaminer made(find_drawers());
  return made;
}

FileProblem problem_of(std::string_view bytes) { return examiner().examine(bytes).problem; }

bool is_dark(int grey) { return grey < 40; }

std::string dark_quarters(const Pixels& pixels) {
  std::string dark;
  for (const int grey : quarters(pixels)) dark += is_dark(grey) ? 'x' : '.';
  return dark;
}

}  // namespace

TEST_CASE("a JPEG, a PNG and a PDF are known by their bytes and get a small picture") {
  const Pixels pixels = marked(1200, 800);
  struct Case {
    std::string bytes;
    AttachmentType type;
    int width, height;
  };
  for (const Case& one : {Case{jpeg_of(pixels), AttachmentType::kJpeg, 1200, 800},
                          Case{png_of(pixels), AttachmentType::kPng, 1200, 800}}) {
    const ExaminedFile file = examiner().examine(one.bytes);
    CAPTURE(code(one.type));
    REQUIRE(file.problem == FileProblem::kNone);
    CHECK_FALSE(file.is_undecided);
    CHECK(file.type == one.type);
    CHECK(file.width == one.width);
    CHECK(file.height == one.height);
    const Pixels small = decoded_jpeg(file.preview);
    CHECK(small.width == 480);
    CHECK(small.height == 320);
    CHECK(dark_quarters(small) == "x...");
  }
  const ExaminedFile pdf = examiner().examine(pdf_of("ordonnance TEST"));
  REQUIRE(pdf.problem == FileProblem::kNone);
  CHECK(pdf.type == AttachmentType::kPdf);
  CHECK(pdf.width == 0);
  CHECK(pdf.preview.empty() != examiner().draws_pdf());
  if (examiner().draws_pdf()) {
    const Pixels page = decoded_jpeg(pdf.preview);
    CHECK(page.width == 480);
    CHECK(dark_quarters(page).substr(0, 2) == "..");
    CHECK(dark_quarters(page)[2] == 'x');  // the rectangle lies below the text
  }
}

TEST_CASE("a small image is not made larger, and one of a single pixel is an image") {
  for (const auto& [width, height] : {std::pair{1, 1}, {7, 300}, {480, 480}, {481, 1}, {1, 5000}}) {
    const ExaminedFile file = examiner().examine(png_of(marked(width, height)));
    REQUIRE(file.problem == FileProblem::kNone);
    const Pixels small = decoded_jpeg(file.preview);
    CHECK(small.width ==
          std::max(1, std::max(width, height) > 480 ? width * 480 / std::max(width, height) : width));
    CHECK(small.height ==
          std::max(1, std::max(width, height) > 480 ? height * 480 / std::max(width, height) : height));
  }
}

TEST_CASE("EXIF turns the small picture upright, and nothing of it is left") {
  // Where the black quarter of the stored image stands once it is turned: EXIF 2.32, Orientation.
  const std::array<std::string, 8> expected = {"x...", ".x..", "...x", "..x.",
                                               "x...", ".x..", "...x", "..x."};
  const std::string jpeg = jpeg_of(marked(600, 400));
  for (std::uint16_t orientation = 1; orientation <= 8; ++orientation) {
    const std::string sent = with_exif(jpeg, orientation);
    REQUIRE(sent.find("Exif") != std::string::npos);
    const ExaminedFile file = examiner().examine(sent);
    CAPTURE(orientation);
    REQUIRE(file.problem == FileProblem::kNone);
    const bool is_turned = orientation >= 5;
    CHECK(file.width == (is_turned ? 400 : 600));
    CHECK(file.height == (is_turned ? 600 : 400));
    const Pixels small = decoded_jpeg(file.preview);
    CHECK(small.width == (is_turned ? 320 : 480));
    CHECK(dark_quarters(small) == expected[orientation - 1U]);
    CHECK(file.preview.find("Exif") == std::string::npos);
  }
  // A number that is none leaves it as it is.
  CHECK(examiner().examine(with_exif(jpeg, 9)).width == 600);
}

TEST_CASE("what is neither JPEG, PNG nor PDF is refused whatever it is called") {
  for (const std::string_view bytes :
       {"", "x", "<html><script>alert(1)</script></html>", "GIF89a", "MZ", "PK\x03\x04", "%PDF", "%PDF-x",
        "\x89PNG", "\xFF\xD8", "<svg xmlns='http://www.w3.org/2000/svg'/>"})
    CHECK(problem_of(bytes) == FileProblem::kType);
}

TEST_CASE("a file that is something else besides is refused") {
  const std::string jpeg = jpeg_of(marked(40, 40)), png = png_of(marked(40, 40)), pdf = pdf_of("TEST");
  const std::string archive = std::string("PK\x05\x06", 4) + std::string(18, '\0');
  const std::string comment = "%PDF-1.4 1 0 obj";
  const std::string jpeg_and_pdf =
      jpeg.substr(0, 2) + "\xFF\xFE" + std::string("\0\x12", 2) + comment + jpeg.substr(2);
  CHECK(problem_of(jpeg_and_pdf) == FileProblem::kType);
  CHECK(problem_of(jpeg + pdf) == FileProblem::kType);
  CHECK(problem_of(png + "<html><script>x</script>") == FileProblem::kType);
  CHECK(problem_of(png + std::string("PK\x03\x04", 4)) == FileProblem::kType);
  for (const std::string& one : {jpeg, png, pdf}) CHECK(problem_of(one + archive) == FileProblem::kType);
  CHECK(problem_of("%PDF-1.4\n<HTML><Script>x</script>" + pdf.substr(9)) == FileProblem::kType);
  CHECK(problem_of("%PDF-1.4\nnothing of a PDF\nstartxref\n0\n%%EOF\n") == FileProblem::kType);
  // What cameras add behind an image is none of it.
  CHECK(problem_of(jpeg + jpeg) == FileProblem::kNone);
  CHECK(problem_of(jpeg + "SEFT and other notes of the maker") == FileProblem::kNone);
}

TEST_CASE("a file that is cut off or damaged is refused") {
  const std::string jpeg = jpeg_of(marked(300, 200)), png = png_of(marked(300, 200)), pdf = pdf_of("TEST");
  for (const std::string& whole : {jpeg, png}) {
    for (const std::size_t size : {whole.size() - 1, whole.size() / 2, std::size_t{40}, std::size_t{12}}) {
      CAPTURE(size);
      CHECK(problem_of(whole.substr(0, size)) == FileProblem::kBroken);
    }
  }
  CHECK(problem_of(pdf.substr(0, pdf.size() / 2)) == FileProblem::kBroken);
  // Whole by its structure, but its data are not there, or not what their checksum says.
  std::string wrong = png;
  wrong[png.find("IDAT") + 8] = static_cast<char>(wrong[png.find("IDAT") + 8] ^ 0x55);
  CHECK(problem_of(wrong) == FileProblem::kBroken);
  CHECK(problem_of(png_telling(300, 400, marked(300, 200))) == FileProblem::kBroken);
  CHECK(problem_of(png_telling(0, 10, marked(300, 200))) == FileProblem::kBroken);
  const std::size_t scan = jpeg.find("\xFF\xDA");
  CHECK(problem_of(jpeg.substr(0, scan + 20) + "\xFF\xD9") == FileProblem::kBroken);
}

TEST_CASE("an image of more pixels than anybody decodes is refused by its header") {
  const Pixels tiny = marked(2, 2);
  CHECK(problem_of(png_telling(30'000, 30'000, tiny)) == FileProblem::kTooLarge);
  CHECK(problem_of(png_telling(12'001, 1, tiny)) == FileProblem::kTooLarge);
  CHECK(problem_of(png_telling(8'000, 5'001, tiny)) == FileProblem::kTooLarge);
  CHECK(problem_of(png_telling(0xFFFFFFFF, 0xFFFFFFFF, tiny)) == FileProblem::kTooLarge);
  // As large as it may be: the header passes, and the data are missing.
  CHECK(problem_of(png_telling(8'000, 5'000, tiny)) == FileProblem::kBroken);
  std::string jpeg = jpeg_of(tiny);
  const std::size_t frame = jpeg.find("\xFF\xC0");
  jpeg.replace(frame + 5, 4, "\x75\x30\x75\x30");
  CHECK(problem_of(jpeg) == FileProblem::kTooLarge);
}

TEST_CASE("data that unpack to more than the header tells are refused, at the cost of what it tells") {
  CHECK(problem_of(png_telling(8, 8, marked(3000, 3000))) == FileProblem::kBroken);
  // The same in a part that is not the image.
  std::string packed = png_of(marked(40, 40));
  const std::string data = png_of(marked(6000, 6000));
  const std::size_t from = data.find("IDAT") + 4;
  const std::string text = std::string("c\0\0", 3) + data.substr(from, data.size() - from - 16);
  packed.insert(packed.find("IDAT") - 4, png_chunk("zTXt", text));
  CHECK(problem_of(packed) == FileProblem::kNone);
}

TEST_CASE("a PDF that nobody here can draw is taken without a picture") {
  const std::string odd =
      "%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Encrypt 9 0 R >>\nendobj\nstartxref\n9\n%%EOF\n";
  const ExaminedFile file = examiner().examine(odd);
  CHECK(file.problem == FileProblem::kNone);
  CHECK(file.type == AttachmentType::kPdf);
  CHECK(file.preview.empty());
  const FileExaminer without({.thumbnail = find_drawers().thumbnail, .pdftoppm = {}});
  CHECK_FALSE(without.draws_pdf());
  CHECK(without.examine(pdf_of("TEST")).problem == FileProblem::kNone);
  CHECK(without.examine(pdf_of("TEST")).preview.empty());
}

TEST_CASE("a program that is not there decides nothing about the file") {
  const FileExaminer without({.thumbnail = "/nonexistent/emserve_thumbnail", .pdftoppm = {}});
  const ExaminedFile file = without.examine(png_of(marked(4, 4)));
  CHECK(file.is_undecided);
  CHECK(file.problem == FileProblem::kNone);
}

TEST_CASE("a child gets its input, is heard to its end, and never outlives its time") {
  using End = ChildOutcome::End;
  const ChildLimits enough{.time = std::chrono::seconds(60), .output_bytes = 4 << 20};
  const std::string long_text(1 << 20, 'x');
  const ChildOutcome copied = run_child("/bin/cat", {}, long_text, enough);
  CHECK(copied.end == End::kExited);
  CHECK(copied.exit_code == 0);
  CHECK(copied.output == long_text);
  // One that reads nothing and one that answers nothing.
  CHECK(run_child("/bin/false", {}, long_text, enough).exit_code == 1);
  CHECK(run_child("/bin/true", {}, {}, enough).output.empty());
  CHECK(run_child("/nonexistent/program", {}, {}, enough).exit_code != 0);
  const ChildLimits short_time{.time = std::chrono::milliseconds(1), .output_bytes = 100};
  CHECK(run_child("/bin/sleep", {"600"}, {}, short_time).end == End::kTooLate);
  const ChildLimits short_answer{.time = std::chrono::seconds(60), .output_bytes = 100};
  CHECK(run_child("/bin/cat", {}, long_text, short_answer).end == End::kTooLate);
}

TEST_CASE("what the limited program becomes has no more than its limits") {
  const ChildLimits enough{.time = std::chrono::seconds(60), .output_bytes = 1 << 20};
  const ChildOutcome limits =
      run_child(find_drawers().thumbnail, {"run", "/bin/cat", "/proc/self/limits"}, {}, enough);
  REQUIRE(limits.exit_code == 0);
  for (const std::string_view line :
       {"Max cpu time              10 ", "Max file size             0 ", "Max core file size        0 ",
        "Max open files            64 ", "Max address space         1073741824 "})
    CHECK(limits.output.find(line) != std::string::npos);
  const ChildOutcome environment = run_child(find_drawers().thumbnail, {"run", "/usr/bin/env"}, {}, enough);
  CHECK(environment.output == "LANG=C\nHOME=/nonexistent\n");
  const ChildOutcome files =
      run_child(find_drawers().thumbnail, {"run", "/bin/ls", "/proc/self/fd"}, {}, enough);
  CHECK(files.output == "0\n1\n2\n3\n");  // the last one is the folder that is being listed
}

TEST_CASE("a file goes back under its name with the ending of what it is") {
  using api::FileUse;
  CHECK(content_disposition(FileUse::kView, "plaie TEST.jpg", AttachmentType::kJpeg) ==
        "inline; filename=\"plaie TEST.jpg\"; filename*=UTF-8''plaie%20TEST.jpg");
  CHECK(content_disposition(FileUse::kDownload, "Évolution «été».PDF", AttachmentType::kPdf) ==
        "attachment; filename=\"_volution __t__.PDF\"; "
        "filename*=UTF-8''%C3%89volution%20%C2%AB%C3%A9t%C3%A9%C2%BB.PDF");
  CHECK(content_disposition(FileUse::kDownload, "a.exe", AttachmentType::kPng) ==
        "attachment; filename=\"a.exe.png\"; filename*=UTF-8''a.exe.png");
  CHECK(content_disposition(FileUse::kDownload, ".jpeg", AttachmentType::kJpeg).find(".jpeg.jpg") !=
        std::string::npos);
  CHECK(content_disposition(FileUse::kView, "a\"; x=\"\r\nb.pdf", AttachmentType::kPdf).find('\n') ==
        std::string::npos);
}

TEST_CASE("a ticket is of use once, for half a minute, to its own session") {
  REQUIRE(crypto::start() == crypto::StartResult::kReady);
  FileTickets tickets;
  const SessionKey owner{1}, stranger{2};
  const std::string name = tickets.issue(owner, {7}, api::FileUse::kDownload, kStartMs);
  CHECK(name.size() == 43);
  CHECK_FALSE(tickets.redeem(name, stranger, kStartMs));
  CHECK_FALSE(tickets.redeem("x", owner, kStartMs));
  const std::optional<FileTicket> ticket = tickets.redeem(name, owner, kStartMs + kTicketLifeMs - 1);
  REQUIRE(ticket);
  CHECK(ticket->attachment == AttachmentId{7});
  CHECK(ticket->use == api::FileUse::kDownload);
  CHECK_FALSE(tickets.redeem(name, owner, kStartMs));
  const std::string late = tickets.issue(owner, {7}, api::FileUse::kView, kStartMs);
  CHECK_FALSE(tickets.redeem(late, owner, kStartMs + kTicketLifeMs));
  CHECK_FALSE(tickets.redeem(late, owner, kStartMs));
}

}  // namespace spico::emserve::test
