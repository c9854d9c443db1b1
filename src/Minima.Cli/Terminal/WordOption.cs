using System.CommandLine;
using Minima.Tabular;

namespace Minima.Cli.Terminal;

/// <summary>Options that take one of some words.</summary>
internal static class WordOption
{
    public static Option<string?> OneOf(string name, string description, string? usual, IEnumerable<string> words)
    {
        string[] known = [.. words];
        var option = new Option<string?>(name) { Description = description, HelpName = string.Join('|', known), DefaultValueFactory = _ => usual };
        option.CompletionSources.Add(known);
        option.Validators.Add(result =>
        {
            var word = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            if (result.Tokens.Count > 0 && !known.Contains(word, StringComparer.Ordinal)) result.AddError($"{option.Name} is {DataException.Quote(word)}{Wording.DidYouMean(word, known)}; it must be {Wording.Or(known)}.");
        });
        return option;
    }
}
