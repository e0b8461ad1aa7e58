#include "emserve/demo/demo_patients.hpp"

#include "emserve/demo/demo_book.hpp"
#include "emserve/demo/generator.hpp"

namespace spico::emserve::demo {
namespace {

constexpr std::size_t kProgressEvery = 1000;

}  // namespace

void write_demo_patients(Store& store, const DemoPatients& wanted) {
  const Book book = embedded_book();
  const Generator generator{book, {.now_ms = wanted.now_ms, .patient_count = wanted.count}};
  const std::unique_ptr<PatientWriter> writer = store.write_patients(wanted.now_ms);
  for (const Professional& professional : generator.professionals()) writer->add_professional(professional);
  for (const Structure& structure : generator.structures()) writer->add_structure(structure);
  for (std::size_t i = 0; i < wanted.count; ++i) {
    writer->put(generator.patient(i), "demo|" + std::to_string(i), wanted.visible_to);
    const std::size_t written = i + 1;
    if (wanted.progress && (written % kProgressEvery == 0 || written == wanted.count))
      wanted.progress(written);
  }
  writer->commit();
}

}  // namespace spico::emserve::demo
