namespace Minima.Cli.Explain;

/// <summary>The command line of <c>minima explain</c>.</summary>
/// <param name="Losses">Losses by name or as text, other declarations by name, or a saved model and a table.</param>
/// <param name="Parameters">Parameters of a loss, each as name=value.</param>
/// <param name="Language">en or zh.</param>
/// <param name="Form">A word of --as; null for everything.</param>
/// <param name="Dialect">With the form sql: the database whose query is printed; null for one expression.</param>
/// <param name="Table">The table of that query; null for the usual name.</param>
/// <param name="Derivative">True for the derivative in place of the formula.</param>
/// <param name="Ascii">True for pictures in ASCII.</param>
/// <param name="Json">True for JSON in place of text.</param>
/// <param name="Html">The file of a page, or null.</param>
/// <param name="LanguageGiven">True if the command line names the language.</param>
/// <param name="Data">A bundled table for a saved model, or null.</param>
/// <param name="Contributions">True for the contributions of the columns to the raw scores of boosted trees.</param>
internal sealed record ExplainRequest(string[] Losses, string[] Parameters, string Language, string? Form, string? Dialect, string? Table, bool Derivative, bool Ascii, bool Json, string? Html, bool LanguageGiven, string? Data, bool Contributions);
