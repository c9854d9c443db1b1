using System.CommandLine;
using System.CommandLine.Help;
using Minima.Cli.Terminal;
using Minima.Tabular;

namespace Minima.Cli.Completion;

/// <summary>A completion at the cursor with its description, or a request for file names.</summary>
internal readonly record struct Candidate(string Word, string Description = "")
{
    /// <summary>Asks the shell to complete file names.</summary>
    public static Candidate Files { get; } = new(":files");
}

/// <summary>Finds completions at the cursor from the commands themselves, so that no list has to be kept in step with them.</summary>
internal static class Completer
{
    /// <summary>The candidates that begin with the current word.</summary>
    /// <param name="root">All commands.</param>
    /// <param name="words">The words before the current one, without the program's name.</param>
    /// <param name="current">The part of the current word before the cursor.</param>
    public static IEnumerable<Candidate> Find(Command root, IReadOnlyList<string> words, string current)
    {
        words = [.. words.Select(Unquoted)];
        current = Unquoted(current);
        var (prefix, all) = At(root, words, current);
        return all.Select(c => c == Candidate.Files ? c : c with { Word = prefix + c.Word })
            .Where(c => c == Candidate.Files || c.Word.StartsWith(current, StringComparison.Ordinal))
            .DistinctBy(c => c.Word, StringComparer.Ordinal);
    }

    private static (string Prefix, IEnumerable<Candidate> All) At(Command root, IReadOnlyList<string> words, string current)
    {
        if (words.Count == 0)
        {
            return ("", root.Subcommands.Where(c => !c.Hidden).Select(c => new Candidate(c.Name, FirstSentence(c.Description))).Concat(Options(root, [], current)));
        }

        if (root.Subcommands.FirstOrDefault(c => c.Name == words[0]) is not { } command)
        {
            return ("", []);
        }

        string[] own = [.. words.Skip(1)];
        var line = new CommandWords(command, own);
        if (line.Waiting is { } waiting)
        {
            return ("", ValueCandidates.Of(waiting, line, current));
        }

        if (!line.Ended && current.StartsWith('-'))
        {
            return current.IndexOf('=', StringComparison.Ordinal) is > 0 and var at && line.Option(current[..at]) is { } assigned
                ? (current[..(at + 1)], ValueCandidates.Of(assigned, line, current[(at + 1)..]))
                : ("", Options(command, own, current));
        }

        var argument = line.NextArgument;
        var candidates = argument is null ? [] : ValueCandidates.Of(argument, line, current);
        return ("", candidates.Concat(line.Ended || current.Length > 0 ? [] : Options(command, own, current)));
    }

    /// <summary>The options that were not given yet, or may be given again, by their long names.</summary>
    private static IEnumerable<Candidate> Options(Command command, string[] given, string current) => command.Options
        .Where(o => !o.Hidden && (o.Arity.MaximumNumberOfValues > 1 || !given.Contains(o.Name, StringComparer.Ordinal)))
        .Select(o => new Candidate(o.Name, FirstSentence(o.Description)))
        .Append(new Candidate("--help", FirstSentence(new HelpOption().Description)))
        .Where(c => c.Word.StartsWith(current, StringComparison.Ordinal));

    private static string FirstSentence(string? description)
    {
        var text = HelpPage.Summary(description).ReplaceLineEndings(" ");
        if (text.IndexOf('。', StringComparison.Ordinal) is > 0 and var end) return text[..(end + 1)];
        return text.IndexOf(". ", StringComparison.Ordinal) is > 0 and var at ? text[..(at + 1)] : text;
    }

    /// <summary>Removes quotes, because shells pass words as typed; a quote may still be open.</summary>
    private static string Unquoted(string word) => word is ['"' or '\'', ..] ? word[1..].TrimEnd(word[0]) : word.Replace("\\ ", " ", StringComparison.Ordinal);
}
