namespace Minima.Tabular;

/// <summary>A loss of each row as a function of the numbers of its distribution.</summary>
internal interface IHeadTerms
{
    /// <param name="values">The numbers by head, then by row, in the domains of the heads. Rows beyond those of the target are spare room, here and in the slopes.</param>
    /// <param name="target">The target of each row.</param>
    /// <param name="terms">Receives the loss of each row.</param>
    /// <param name="slopes">Receives the derivative of each row's loss with respect to its numbers, unless empty.</param>
    void Evaluate(double[][] values, ReadOnlySpan<double> target, Span<double> terms, double[][] slopes);
}
