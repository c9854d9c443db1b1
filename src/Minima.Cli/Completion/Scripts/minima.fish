# Completion of minima for fish. Load it with: minima completion fish | source
function __minima_complete
    set -l words (commandline --tokenize --cut-at-cursor --current-process)
    set -l current (commandline --current-token --cut-at-cursor)
    set -l program $words[1]
    set --erase words[1]
    for line in ($program complete "--current=$current" -- $words 2>/dev/null)
        if test "$line" = ":files"
            __fish_complete_path $current
        else
            echo $line
        end
    end
end
complete --command minima --no-files --arguments '(__minima_complete)'
