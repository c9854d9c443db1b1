#compdef minima
# Completion of minima for zsh. Load it with: source <(minima completion zsh), after compinit; or save it as _minima on the fpath.
_minima() {
    local line value files=0
    local -a values displays open openDisplays
    for line in "${(@f)$(${words[1]} complete "--current=$PREFIX" -- "${(@)words[2,CURRENT-1]}" 2>/dev/null)}"; do
        if [[ "$line" == ":files" ]]; then
            files=1
        elif [[ -n "$line" ]]; then
            value="${line%%$'\t'*}"
            if [[ "$value" == *[=:] ]]; then
                open+=("$value")
                openDisplays+=("${line/$'\t'/  -- }")
            else
                values+=("$value")
                displays+=("${line/$'\t'/  -- }")
            fi
        fi
    done
    (( $#values )) && compadd -l -d displays -a values
    (( $#open )) && compadd -S '' -l -d openDisplays -a open
    if (( files )); then
        compset -P '--*='
        _files
    fi
}
if [[ "${funcstack[1]}" == "_minima" ]]; then _minima "$@"; else compdef _minima minima; fi
