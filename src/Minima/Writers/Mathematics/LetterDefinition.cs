namespace Minima.Writers;

/// <summary>The meaning of letters of a displayed formula: <c>p = softmax(x)</c>.</summary>
/// <param name="Names">The inputs of the graph that are these letters.</param>
/// <param name="Uses">Inputs that the definition itself names.</param>
/// <param name="Write">The definition, in any markup.</param>
internal sealed record LetterDefinition(IReadOnlyList<string> Names, IReadOnlyList<string> Uses, Func<Markup, string> Write);
