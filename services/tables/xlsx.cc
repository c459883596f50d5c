#include "services/tables/xlsx.h"

#include <map>
#include <utility>
#include <vector>

#include "services/tables/xlsx_sheet.h"
#include "services/tables/zip_file.h"

namespace touchstone::tables {
namespace {

// _rels/*.rels: target and type by id.
class RelationsHandler : public XmlHandler {
 public:
  absl::Status Start(std::string_view name, const XmlAttributes& attributes) override {
    if (name != "Relationship") return absl::OkStatus();
    const std::string type = Attribute(attributes, "Type");
    const std::string target = Attribute(attributes, "Target");
    by_id[Attribute(attributes, "Id")] = target;
    by_type[type.substr(type.rfind('/') + 1)] = target;
    return absl::OkStatus();
  }
  absl::Status End(std::string_view) override { return absl::OkStatus(); }
  absl::Status Text(std::string_view) override { return absl::OkStatus(); }

  std::map<std::string, std::string> by_id;
  std::map<std::string, std::string> by_type;
};

// workbook.xml: names of the sheets and their relation ids, and from when on days are counted.
class WorkbookHandler : public XmlHandler {
 public:
  absl::Status Start(std::string_view name, const XmlAttributes& attributes) override {
    if (name == "sheet")
      sheets.emplace_back(Attribute(attributes, "name"), Attribute(attributes, "id"));
    if (name == "workbookPr") {
      const std::string from_1904 = Attribute(attributes, "date1904");
      dates_from_1904 = from_1904 == "1" || from_1904 == "true";
    }
    return absl::OkStatus();
  }
  absl::Status End(std::string_view) override { return absl::OkStatus(); }
  absl::Status Text(std::string_view) override { return absl::OkStatus(); }

  std::vector<std::pair<std::string, std::string>> sheets;
  bool dates_from_1904 = false;
};

// A target is relative to its part's folder unless it starts with a slash.
std::string Resolve(const std::string& folder, const std::string& target) {
  return target.starts_with("/") ? target.substr(1) : folder + target;
}

// An opened file: its parts are known, its sheets are not read yet.
class Package {
 public:
  Package(std::string bytes, std::string file, const Limits& limits)
      : bytes_(std::move(bytes)), file_(std::move(file)), limits_(limits) {}

  struct SheetPart {
    std::string name;
    std::string entry;
  };

  absl::Status Open() {
    auto zip = ZipFile::Open(bytes_, file_, limits_);
    if (!zip.ok()) return zip.status();
    zip_ = *std::move(zip);
    RelationsHandler package;
    absl::Status status = ReadPart("_rels/.rels", package);
    if (!status.ok()) return status;
    const std::string main = Resolve("", package.by_type["officeDocument"]);
    const std::size_t slash = main.rfind('/');
    const std::string folder = slash == std::string::npos ? "" : main.substr(0, slash + 1);
    WorkbookHandler workbook;
    if (status = ReadPart(main, workbook); !status.ok()) return status;
    dates_from_1904_ = workbook.dates_from_1904;
    RelationsHandler relations;
    const std::string relations_entry = folder + "_rels/" + main.substr(folder.size()) + ".rels";
    if (status = ReadPart(relations_entry, relations); !status.ok()) return status;
    const auto shared = relations.by_type.find("sharedStrings");
    if (shared != relations.by_type.end()) {
      const std::string entry = Resolve(folder, shared->second);
      SharedTextsHandler texts(file_ + "!" + entry, limits_, texts_);
      if (status = ReadPart(entry, texts); !status.ok()) return status;
    }
    for (const auto& [name, id] : workbook.sheets) {
      const std::string entry = Resolve(folder, relations.by_id[id]);
      // Otherwise a sheet that is a chart.
      if (entry.find("worksheets/") != std::string::npos) sheets_.push_back({name, entry});
    }
    return sheets_.empty() ? TableError(file_, "没有工作表", "it has no sheet") : absl::OkStatus();
  }

  absl::Status ReadPart(const std::string& entry, XmlHandler& handler) {
    if (absl::Status opened = zip_->OpenEntry(entry); !opened.ok()) return opened;
    XmlReader reader(file_ + "!" + entry, handler);
    for (bool more = true; more;) {
      auto read = ReadPiece(reader);
      if (!read.ok()) return read.status();
      more = *read;
    }
    return absl::OkStatus();
  }

  // Feeds the next piece of the open part; false after the last.
  absl::StatusOr<bool> ReadPiece(XmlReader& reader) {
    auto piece = zip_->ReadPiece();
    if (!piece.ok()) return piece.status();
    absl::Status fed = reader.Feed(*piece, piece->empty());
    if (!fed.ok()) return fed;
    return !piece->empty();
  }

  SheetHandler HandlerOf(const SheetPart& part) const {
    return SheetHandler(texts_, file_ + "!" + part.name, limits_);
  }

  const std::vector<SheetPart>& sheets() const { return sheets_; }
  ZipFile& zip() { return *zip_; }
  const std::string& file() const { return file_; }
  bool dates_from_1904() const { return dates_from_1904_; }

 private:
  const std::string bytes_;
  const std::string file_;
  const Limits limits_;
  std::unique_ptr<ZipFile> zip_;
  SharedTexts texts_;
  std::vector<SheetPart> sheets_;
  bool dates_from_1904_ = false;
};

class XlsxReader : public RowReader {
 public:
  explicit XlsxReader(std::unique_ptr<Package> package)
      : package_(std::move(package)),
        handler_(package_->HandlerOf(package_->sheets()[0])),
        xml_(package_->file() + "!" + package_->sheets()[0].entry, handler_) {}

  absl::StatusOr<bool> Next(Row& row) override {
    while (handler_.rows().empty() && more_) {
      auto read = package_->ReadPiece(xml_);
      if (!read.ok()) return read.status();
      more_ = *read;
    }
    if (handler_.rows().empty()) return false;
    row = std::move(handler_.rows().front());
    handler_.rows().pop_front();
    return true;
  }
  bool dates_from_1904() const override { return package_->dates_from_1904(); }
  const std::vector<MergedRange>& merged() const override { return handler_.merged(); }

 private:
  const std::unique_ptr<Package> package_;
  SheetHandler handler_;
  XmlReader xml_;
  bool more_ = true;
};

}  // namespace

absl::StatusOr<std::unique_ptr<RowReader>> OpenXlsx(std::string bytes, std::string file,
                                                    const Limits& limits) {
  auto package = std::make_unique<Package>(std::move(bytes), std::move(file), limits);
  if (absl::Status opened = package->Open(); !opened.ok()) return opened;
  absl::Status first = package->zip().OpenEntry(package->sheets()[0].entry);
  if (!first.ok()) return first;
  return std::make_unique<XlsxReader>(std::move(package));
}

absl::StatusOr<Workbook> ParseXlsx(std::string_view bytes, std::string_view file,
                                   const Limits& limits) {
  Package package{std::string(bytes), std::string(file), limits};
  if (absl::Status opened = package.Open(); !opened.ok()) return opened;
  Workbook result;
  for (const Package::SheetPart& part : package.sheets()) {
    SheetHandler sheet = package.HandlerOf(part);
    if (absl::Status read = package.ReadPart(part.entry, sheet); !read.ok()) return read;
    auto& rows = sheet.rows();
    result.sheets.push_back(
        {part.name, {std::make_move_iterator(rows.begin()), std::make_move_iterator(rows.end())}});
  }
  return result;
}

}  // namespace touchstone::tables
