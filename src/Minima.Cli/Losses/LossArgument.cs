using System.Buffers;

namespace Minima.Cli.Losses;

/// <summary>A loss as a word of a command line: the name of a row of the catalogue, or a formula as text with its parameters beside it.</summary>
internal static class LossArgument
{
    /// <summary>Signs that no name has. A '-' may stand in a name; between spaces it is a minus.</summary>
    private static readonly SearchValues<char> Signs = SearchValues.Create("()+*/^<>?");

    /// <summary>Whether the word is a formula. <c>NAME:parameter=1e+3</c> is not: what stands before the colon decides.</summary>
    public static bool IsText(string word)
    {
        var head = word.AsSpan(0, LossNameEnd.In(word) is >= 0 and var colon ? colon : word.Length);
        return Catalogue.TryFind(head.Trim().ToString()) is null && (head.IndexOfAny(Signs) >= 0 || head.Contains(" - ", StringComparison.Ordinal));
    }

    /// <summary>Whether a formula has this name as a word of its own.</summary>
    public static bool Uses(string text, string name) => IndexOf(text, name) >= 0;

    /// <summary>Where a formula has this name as a word of its own, or -1.</summary>
    public static int IndexOf(string text, string name)
    {
        for (var at = text.IndexOf(name, StringComparison.Ordinal); at >= 0 && name.Length > 0; at = text.IndexOf(name, at + 1, StringComparison.Ordinal))
        {
            if ((at == 0 || !IsOfName(text[at - 1])) && (at + name.Length == text.Length || !IsOfName(text[at + name.Length])))
            {
                return at;
            }
        }

        return -1;
    }

    /// <summary>Reads <c>NAME=VALUE</c> words.</summary>
    /// <exception cref="LossException">A word has no '=', or a name comes twice.</exception>
    public static IReadOnlyDictionary<string, string> Parameters(IEnumerable<string> words)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var word in words)
        {
            var equals = word.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                throw new LossException(LossError.ParameterType, $"--param {Evaluate.Words.Quote(word)} is not a parameter; name=value is expected, as in --param delta=1.");
            }

            if (!parameters.TryAdd(word[..equals].Trim(), word[(equals + 1)..].Trim()))
            {
                throw new LossException(LossError.ParameterType, $"--param {Evaluate.Words.Quote(word[..equals].Trim())} is given twice; give it once.");
            }
        }

        return parameters;
    }

    /// <summary>Refuses a parameter that none of the formulas uses.</summary>
    public static void CheckUse(IEnumerable<string> parameters, IReadOnlyCollection<string> losses)
    {
        foreach (var name in parameters)
        {
            if (!losses.Any(text => IsText(text) && Uses(text, name)))
            {
                throw new LossException(
                    LossError.UnknownParameter,
                    $"--param {Evaluate.Words.Quote(name)}: no formula given to --loss uses it. Parameters of a loss by name stand behind it: --loss NAME:parameter=value.");
            }
        }
    }

    private static bool IsOfName(char c) => char.IsLetterOrDigit(c) || c == '_' || char.IsSurrogate(c);
}
