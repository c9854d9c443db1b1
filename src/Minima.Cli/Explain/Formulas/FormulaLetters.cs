using System.Text.RegularExpressions;
using Minima.Writers;

namespace Minima.Cli.Explain;

/// <summary>
/// The letters of a formula, as text and as LaTeX: everything except functions, words, and names of inputs and
/// parameters. Letters are spelled as in the text (<c>mu</c>); one that only the LaTeX has is spelled as there (<c>μ</c>).
/// </summary>
internal sealed partial class FormulaLetters
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private static readonly HashSet<string> Greek = new(
        "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi rho sigma tau phi chi psi omega Delta Theta Lambda Xi Pi Sigma Phi Psi Omega".Split(' '), StringComparer.Ordinal);

    /// <summary>Functions, and English words between formulas.</summary>
    private static readonly HashSet<string> Words = new(
        ("sum mean max min exp log ln sqrt softmax sigmoid softplus tanh sin cos tan atan arccos erf clip clamp floor ceil round sign abs argmax argmin prod lgamma logsumexp smooth var std cov corr sort det pi norm count bin trapezoid "
        + "Sinkhorn Laplacian cosh sinh pos neg x0 an all are and as at by both else equal fair for from if in inside into is its it last most not of one only onto or order otherwise out outside over same than that the there these those to up down when where which with without "
        + "above aligned alike average class classes columns constant cost degrees distance distances distribution divergence each event censored error rate falling farthest first gradient histogram hold item items bins label after largest smallest losses peer nearest negative negatives none normalised number "
        + "outlines pairs parts positive positives projection relevance rows share simplex singular values value smoothing soft style them times iterations none moving scales means half second derivative respect parameters Gamma arctan logcosh sgn huber stop gradient tangent open true exact exactly formula per row labels square simple uniform given added area box around enclosing").Split(' '), StringComparer.Ordinal);

    private readonly HashSet<string> names;
    private readonly List<(string Letter, bool IsIndex)> found = [];

    private FormulaLetters(LossEntry entry, string text, string latex)
    {
        names = new(entry.Inputs.Select(input => input.Name).Concat(entry.Parameters.Select(parameter => parameter.Name)), StringComparer.Ordinal);
        Aliases = [.. Declared(entry)];
        OfText(text);
        OfLatex(latex);
        All = [.. found.GroupBy(one => one.Letter, StringComparer.Ordinal).Select(group => (group.Key, group.All(one => one.IsIndex)))];
        Defined = new(Definitions(text, latex).SelectMany(letter => new[] { letter, InText(letter) }), StringComparer.Ordinal);
    }

    /// <summary>The letters in their order, and a flag if each is an index everywhere.</summary>
    public IReadOnlyList<(string Letter, bool IsIndex)> All { get; }

    /// <summary>Letters that the formula equates with an input or a parameter, as in <c>m = margin</c>, with an index that is part of their name.</summary>
    public IReadOnlyList<(string Letter, string Written, string Name)> Aliases { get; }

    /// <summary>Letters that an equation of the formula defines, arguments of functions that it defines, and indices of sums with both bounds.</summary>
    public HashSet<string> Defined { get; }

    /// <summary>The letters of the displayed forms of a formula: text, LaTeX, or both.</summary>
    public static FormulaLetters Of(LossEntry entry, string text, string latex) => new(entry, text, latex);

    private IEnumerable<(string Letter, string Written, string Name)> Declared(LossEntry entry)
    {
        var equations = LatexEquation().Matches(entry.Latex.Replace(@"\_", "_", StringComparison.Ordinal)).Concat(TextEquation().Matches(entry.Formula));
        return equations.Where(one => names.Contains(one.Groups["name"].Value))
            .Select(one => (Letter: Plain(one.Groups["letter"].Value), Index: one.Groups["index"].Value, Name: one.Groups["name"].Value))
            .Select(one => (one.Letter, Written: one.Letter + (one.Index.Length == 0 || char.IsAsciiDigit(one.Index[0]) ? one.Index : "_" + one.Index), one.Name))
            .DistinctBy(one => one.Name, StringComparer.Ordinal);
    }

    private static IEnumerable<string> Definitions(string text, string latex)
    {
        foreach (var one in TextDefinition().Matches(text).Concat(LatexDefinition().Matches(latex)))
        {
            yield return Plain(one.Groups["letter"].Value);
            foreach (var argument in Letter().Matches(one.Groups["arguments"].Value).Select(match => Plain(match.Value))) yield return argument;
        }

        foreach (var one in Bounded().Matches(text).Concat(Bounded().Matches(latex))) yield return one.Groups["letter"].Value;
    }

    private void OfText(string text)
    {
        text = TextNoise().Replace(text, " ");
        text = SnakeWord().Replace(text, word => Catalogue.TryFind(word.Value) is null ? word.Value : " ");
        foreach (var name in names.Where(name => name.Length > 1 && !Greek.Contains(name)).OrderByDescending(name => name.Length))
        {
            text = Regex.Replace(text, $"(?<![A-Za-z0-9_]){name}(?![A-Za-z0-9])", " ", RegexOptions.None, Limit);
        }

        foreach (Match token in TextToken().Matches(text))
        {
            var (word, isIndex) = (token.Groups["word"].Value, token.Groups["index"].Success);
            if (Words.Contains(word) || (word == "e" && token.Groups["power"].Success && !IsAlias("e"))) continue;
            var isRowOfIndices = isIndex && word.Length <= 3 && word.All(char.IsAsciiLetterLower) && !Greek.Contains(word);
            foreach (var letter in isRowOfIndices ? word.Select(one => one.ToString()) : [word]) found.Add((letter, isIndex));
        }
    }

    private void OfLatex(string latex)
    {
        latex = LatexNoise().Replace(latex, " ").Replace(@"\mathrm{maxDCG}", " ", StringComparison.Ordinal);
        latex = LatexWords().Replace(latex, " ");
        if (!IsAlias("e")) latex = latex.Replace("e^", "^", StringComparison.Ordinal);
        var (indices, isAfterIndex) = (new Stack<bool>(), false);
        foreach (Match token in LatexToken().Matches(latex))
        {
            var text = token.Value;
            if (text == "{") indices.Push(isAfterIndex);
            else if (text == "}") indices.TryPop(out _);
            else if (text == "_") isAfterIndex = true;
            else if (token.Groups["letter"].Success && IsLetter(text)) found.Add((InText(Plain(text)), isAfterIndex || indices.Contains(true)));
            if (text != "_") isAfterIndex = false;
        }
    }

    /// <summary>The letter as spelled in the text; one that the text lacks is shown as its character.</summary>
    private string InText(string letter) => found.Exists(one => one.Letter == letter) || names.Contains(letter) || !Greek.Contains(letter) ? letter : Character(letter);

    private bool IsAlias(string letter) => Aliases.Any(one => one.Letter == letter);

    private static bool IsLetter(string token) => token[0] != '\\' || token == @"\ell" || Greek.Contains(Plain(token));

    /// <summary>The name of a letter of LaTeX: <c>epsilon</c> for \varepsilon, l for \ell.</summary>
    private static string Plain(string letter) => letter.TrimStart('\\') switch
    {
        "varepsilon" => "epsilon",
        "ell" => "l",
        var other => other,
    };

    private static string Character(string letter) => letter switch
    {
        "Gamma" => "Γ",
        "Delta" => "Δ",
        "Theta" => "Θ",
        "Lambda" => "Λ",
        "Pi" => "Π",
        "Sigma" => "Σ",
        "Phi" => "Φ",
        "Psi" => "Ψ",
        "Omega" => "Ω",
        _ => MathNames.Character(letter) ?? letter,
    };

    /// <summary>Numbers such as 1e-8, the T of a transposed matrix, primes, the smooth L1 loss, and an article.</summary>
    [GeneratedRegex(@"\d+e[-+]?\d+|\^T\b|Stirling's|'|smooth_l1|\ba (?=constant|positive|negative)", RegexOptions.None, 5000)]
    private static partial Regex TextNoise();

    /// <summary>A word that may be the key of another loss.</summary>
    [GeneratedRegex(@"\b[a-z0-9]+(_[a-z0-9]+)+\b", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex SnakeWord();

    [GeneratedRegex(@"(?<index>_[({]?)?(?<word>[A-Za-z]+)\d*(?<power>\^)?", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex TextToken();

    /// <summary>Signs that are no letters: a transposed matrix, the F of a norm, the set of real numbers, functions that are written as a Greek letter, primes.</summary>
    [GeneratedRegex(@"\^\{?\\top\}?|\\rVert_\{F\}|\\mathbb\{R\}|\\sigma(?=(\\left)?\()|\\sigma (?=\\left\()|\\(log )?\\?Gamma(?=(\\left)?\()|\\mathrm\{i\}|'", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex LatexNoise();

    [GeneratedRegex(@"\\(mathrm|operatorname|text|begin|end|mathcal|mathbf)\{[^}]*\}", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex LatexWords();

    [GeneratedRegex(@"(?<letter>\\[A-Za-z]+|[A-Za-z])|[{}_]|\S", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex LatexToken();

    [GeneratedRegex(@"(?<![A-Za-z_{])(?<letter>\\?[A-Za-z]+)(_\{?(?<index>\w+)\}?|\^\{?\w\}?|')? = \\mathrm\{(?<name>[^}]*)\}(_\{?\w+\}?)?(?= *(,|$|\\\\|\\end))", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex LatexEquation();

    [GeneratedRegex(@"(?:^|[;,] )\s*(?<letter>[A-Za-z]+?)((?<index>\d+)|_(?<index>\w+))? = (?<name>[A-Za-z_0-9]+)(?=$|[;,]| in )", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex TextEquation();

    [GeneratedRegex(@"(^ *|[;,:] +|with |where |and )(?<letter>[A-Za-z]+?)\d*(_(\w+|\([^)]*\)|\{[^}]*\}))?'?(\((?<arguments>[^)=]*)\))?'? [-+]?= ", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 5000)]
    private static partial Regex TextDefinition();

    [GeneratedRegex(@"(^|\\quad |& |, |\()(?<letter>\\?[A-Za-z]+)(\^\{[^}]*\}|_\{[^}]*\}|_\w|'|\^\w)*(\((?<arguments>\\?[A-Za-z]+(, \\?[A-Za-z]+)*)\)|\\left\(\w_\{[^}]*\}\\right\))?(\^\{[^}]*\}|_\{[^}]*\}|_\w)* (=|\\in|\\sim|\\propto|\\leftarrow) ", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex LatexDefinition();

    [GeneratedRegex(@"(sum|\\sum|\\prod)_\{(?<letter>[a-z])=[^}]*\}", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Bounded();

    [GeneratedRegex(@"\\?[A-Za-z]+", RegexOptions.None, 5000)]
    private static partial Regex Letter();
}
