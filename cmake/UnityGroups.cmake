# SPDX-License-Identifier: GPL-3.0-or-later
# Unity batches that stay what they are: CMake's own batches follow the order of files, so that a new file moves every
# file behind it into another batch and half of the library is compiled again.

# quantlens_unity_groups(TARGET FILE…): sources of one folder are compiled in batches of five to ten, and which batch a
# file belongs to depends on its name.
function(quantlens_unity_groups target)
  set(folders)
  foreach(file ${ARGN})
    if(file MATCHES "\\.cpp$")
      get_filename_component(folder ${file} DIRECTORY)
      string(MAKE_C_IDENTIFIER "${folder}" folder)
      list(APPEND folders ${folder})
      list(APPEND files_${folder} ${file})
    endif()
  endforeach()
  list(REMOVE_DUPLICATES folders)
  foreach(folder ${folders})
    list(LENGTH files_${folder} count)
    # A power of two, so that a growing folder is divided anew only when it doubles.
    set(batches 1)
    while(batches LESS 16 AND count GREATER 10)
      math(EXPR batches "${batches} * 2")
      math(EXPR count "${count} / 2")
    endwhile()
    foreach(file ${files_${folder}})
      get_filename_component(name ${file} NAME_WE)
      string(MD5 digest ${name})
      string(SUBSTRING ${digest} 0 4 digest)
      math(EXPR batch "0x${digest} % ${batches}")
      set_source_files_properties(${file} TARGET_DIRECTORY ${target} PROPERTIES UNITY_GROUP ${folder}_${batch})
    endforeach()
  endforeach()
  set_target_properties(${target} PROPERTIES UNITY_BUILD_MODE GROUP)
endfunction()
