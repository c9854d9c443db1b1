using Microsoft.CodeAnalysis.Text;

namespace Minima.Mutants;

/// <summary>One change of one expression.</summary>
/// <param name="Number">The number in <c>MINIMA_MUTANT</c> that brings it to life.</param>
/// <param name="Area">Where it was drawn.</param>
/// <param name="File">The file, below the root.</param>
/// <param name="Span">The expression's place in the file.</param>
/// <param name="Line">Its line, counted from 1.</param>
/// <param name="Before">The expression, on one line.</param>
/// <param name="After">What it becomes.</param>
/// <param name="IsPure">Whether both can be evaluated one after the other, without an effect and without an exception that one of them alone would not throw.</param>
internal sealed record Mutant(int Number, Area Area, string File, TextSpan Span, int Line, string Before, string After, bool IsPure)
{
    public override string ToString() => $"{File}:{Line}: {Before}  ->  {After}";
}
