namespace Minima.Tabular;

/// <summary>A loss of each row by the numbers of its distribution.</summary>
internal interface IHeadTerms
{
    /// <param name="values">By head, then by row, in the domains of the heads. Rows beyond those of the target are room to spare, here and in the slopes.</param>
    /// <param name="target">The target of each row.</param>
    /// <param name="terms">Receives the loss of each row.</param>
    /// <param name="slopes">Receives the derivative of each row's loss by its numbers, unless empty.</param>
    void Evaluate(double[][] values, ReadOnlySpan<double> target, Span<double> terms, double[][] slopes);
}
