# Writes ${OUT}: one raw string for each of ${FILES}, named by its path below ${ROOT}.
set(rows "")
foreach(file IN LISTS FILES)
  file(RELATIVE_PATH name ${ROOT} ${file})
  file(READ ${file} text)
  string(APPEND rows "    {\"${name}\", R\"TXTPB(${text})TXTPB\"},\n")
endforeach()
file(WRITE ${OUT}
"// Made by embed_texts_script.cmake.
#include \"services/${FEATURE}/shipped_texts.h\"

namespace touchstone::${FEATURE} {

const std::vector<ShippedText>& ShippedTexts() {
  static const std::vector<ShippedText> texts = {
${rows}  };
  return texts;
}

}  // namespace touchstone::${FEATURE}
")
