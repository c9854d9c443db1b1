using System.Text.RegularExpressions;

namespace Minima.Analysis;

/// <summary>The letters of an entry's formula, such as <c>p_y; p = softmax(x)</c>: beside it a letter has the same meaning or is not used.</summary>
internal sealed class LettersInUse(string formula)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>No formula stands beside.</summary>
    public static readonly LettersInUse None = new("");

    /// <summary>The letter stands in the formula.</summary>
    public bool Contains(string letter) => Regex.IsMatch(formula, $"(?<![A-Za-z0-9]){letter}(?![A-Za-z0-9])", RegexOptions.None, Patience)
        || Regex.IsMatch(formula, $"(?<![A-Za-z0-9]){letter}_[a-z](?![A-Za-z0-9])", RegexOptions.None, Patience);

    /// <summary>The formula says that the letter is this function, of this argument where there is one; nothing is said of no function.</summary>
    public bool Means(string letter, string function, string argument) => function.Length > 0
        && Regex.IsMatch(formula, $@"(?<![A-Za-z0-9_]){letter} = {function}{(argument.Length > 0 ? $@"\({Regex.Escape(argument)}\)" : "")}(?![A-Za-z0-9])", RegexOptions.None, Patience);
}
