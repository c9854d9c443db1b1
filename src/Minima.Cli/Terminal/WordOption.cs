using System.CommandLine;
using Minima.Tabular;

namespace Minima.Cli.Terminal;

/// <summary>Options that accept one of a list of words.</summary>
internal static class WordOption
{
    public static Option<string?> OneOf(string name, string description, string? usual, IEnumerable<string> words)
    {
        string[] known = [.. words];
        var option = new Option<string?>(name) { Description = description, HelpName = string.Join('|', known), DefaultValueFactory = _ => usual };
        Restrict(option, known, StringComparer.Ordinal);
        return option;
    }

    /// <summary>Restricts an option to the words, and lets a shell complete them.</summary>
    public static void Restrict(Option option, IReadOnlyList<string> words, StringComparer comparer)
    {
        option.CompletionSources.Add([.. words]);
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var word }] && !words.Contains(word, comparer)) result.AddError($"{option.Name} is {DataException.Quote(word)}{Wording.DidYouMean(word, words)}; it must be {Wording.Or(words)}.");
        });
    }
}
