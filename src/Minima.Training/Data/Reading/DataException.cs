namespace Minima.Training.Data;

/// <summary>
/// Thrown when data cannot be used as they are. The message is complete: it names the file and place, what was found, what was expected and what to do about it.
/// </summary>
public sealed class DataException : TrainingException
{
    /// <summary>The maximum number of names listed in a message.</summary>
    internal const int MostListed = 12;

    private const int LongestQuote = 40;

    /// <summary>Creates an exception without a message.</summary>
    public DataException()
    {
    }

    /// <summary>Creates an exception with a message.</summary>
    public DataException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception with a message and a cause.</summary>
    public DataException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>True if the file itself cannot be read, regardless of its content.</summary>
    public bool IsAboutFile { get; internal init; }

    /// <summary>Builds the message from its four parts, so that none is forgotten.</summary>
    /// <param name="who">The file, line and column (or the option) the message is about.</param>
    /// <param name="got">The content found there.</param>
    /// <param name="expected">The expected content.</param>
    /// <param name="remedy">The actions that the user can take, as sentences.</param>
    internal static DataException Create(string who, string got, string expected, string remedy) =>
        new(Compose(who, got, expected, remedy));

    /// <summary>Creates the exception as <see cref="Create"/> does, for a file that cannot be read at all.</summary>
    internal static DataException CreateForFile(string who, string got, string expected, string remedy) =>
        new(Compose(who, got, expected, remedy)) { IsAboutFile = true };

    /// <summary>Quotes a piece of the user's data, shortened and without control characters.</summary>
    internal static string Quote(string text)
    {
        var shortened = text.Length <= LongestQuote ? text : string.Concat(text.AsSpan(0, LongestQuote - 3), "...");
        return "'" + string.Concat(shortened.Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c)) + "'";
    }

    /// <summary>Lists names for a message, only the first few if there are many.</summary>
    internal static string List(IReadOnlyList<string> names)
    {
        var shown = string.Join(", ", names.Take(MostListed).Select(Quote));
        return names.Count <= MostListed ? shown : $"{shown} and {names.Count - MostListed} more";
    }

    private static string Compose(string who, string got, string expected, string remedy) =>
        $"{who}: {got}; {expected}. {remedy}";
}
