# Completion of minima for bash. Load it with: source <(minima completion bash)
_minima() {
    local rest="${COMP_LINE:0:COMP_POINT}" before word i n=-1
    local -a words=()

    # Bash splits words at ':' and '='; what no space parts on the line is one word again.
    for ((i = 0; i <= COMP_CWORD; i++)); do
        before="$rest"
        rest="${rest#"${rest%%[![:space:]]*}"}"
        word="${COMP_WORDS[i]}"
        if ((i == COMP_CWORD)); then word="$rest"; fi
        if ((n < 0)) || [[ "$before" != "$rest" ]]; then
            words[++n]="$word"
        else
            words[n]+="$word"
        fi
        rest="${rest#"$word"}"
    done

    local current="${words[n]}" prefix="" candidate description files=0 quoted
    if [[ "$COMP_WORDBREAKS" == *[:=]* ]]; then prefix="${current%"${current##*[:=]}"}"; fi
    COMPREPLY=()
    while IFS=$'\t' read -r candidate description; do
        if [[ "$candidate" == ":files" ]]; then
            files=1
        else
            printf -v quoted '%q' "${candidate#"$prefix"}"
            COMPREPLY+=("$quoted")
            if [[ "$candidate" == *[=:] ]]; then compopt -o nospace 2>/dev/null; fi
        fi
    done < <("${words[0]}" complete "--current=$current" -- "${words[@]:1:n-1}" 2>/dev/null)

    if ((files)); then
        compopt -o filenames 2>/dev/null
        while IFS= read -r candidate; do
            COMPREPLY+=("$candidate")
        done < <(compgen -f -- "${current#"$prefix"}")
    fi
}
complete -F _minima minima
