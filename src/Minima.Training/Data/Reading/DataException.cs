namespace Minima.Training.Data;

/// <summary>
/// Data cannot be used as they are. The message stands alone: it names the file and place, what was found, what was expected and what to do
/// about it.
/// </summary>
public sealed class DataException : TrainingException
{
    /// <summary>Of longer lists the first so many names are told.</summary>
    internal const int MostListed = 12;

    private const int LongestQuote = 40;

    /// <summary>A refusal without a message of its own.</summary>
    public DataException()
    {
    }

    /// <summary>A refusal.</summary>
    public DataException(string message)
        : base(message)
    {
    }

    /// <summary>A refusal that has a cause.</summary>
    public DataException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The file itself cannot be read, whatever stands in it.</summary>
    public bool IsAboutFile { get; internal init; }

    /// <summary>Builds the message from its four parts, so that none is forgotten.</summary>
    /// <param name="who">The file, line and column (or the option) the message is about.</param>
    /// <param name="got">What was found there.</param>
    /// <param name="expected">What has to be there.</param>
    /// <param name="remedy">What the user can do, as sentences.</param>
    internal static DataException Create(string who, string got, string expected, string remedy) =>
        new(Compose(who, got, expected, remedy));

    /// <summary>As <see cref="Create"/>, for a file that cannot be read at all.</summary>
    internal static DataException CreateForFile(string who, string got, string expected, string remedy) =>
        new(Compose(who, got, expected, remedy)) { IsAboutFile = true };

    /// <summary>Puts a piece of the user's data into quotes, cut short and without control characters.</summary>
    internal static string Quote(string text)
    {
        var shortened = text.Length <= LongestQuote ? text : string.Concat(text.AsSpan(0, LongestQuote - 3), "...");
        return "'" + string.Concat(shortened.Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c)) + "'";
    }

    /// <summary>Lists names for a message, the first few when there are many.</summary>
    internal static string List(IReadOnlyList<string> names)
    {
        var shown = string.Join(", ", names.Take(MostListed).Select(Quote));
        return names.Count <= MostListed ? shown : $"{shown} and {names.Count - MostListed} more";
    }

    private static string Compose(string who, string got, string expected, string remedy) =>
        $"{who}: {got}; {expected}. {remedy}";
}
