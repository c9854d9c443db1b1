namespace Minima.Trees;

/// <summary>A loss over the rows of a table, written in code, whose rows may share terms. Times until an event compare rows with all that are still at risk; rankings compare rows within queries. Trees learn one raw score, or several, for each row.</summary>
/// <remarks>One thread evaluates at a time. Minima refuses weights of rows, because a term that rows share has no weight.</remarks>
public abstract class TableObjective
{
    /// <summary>The name of the loss, as a saved model keeps it.</summary>
    public abstract string Name { get; }

    /// <summary>Parameters of the loss that a saved model keeps.</summary>
    public virtual IReadOnlyDictionary<string, double> Parameters => new Dictionary<string, double>(StringComparer.Ordinal);

    /// <summary>The raw scores that every row begins with, one for each learned number.</summary>
    public abstract IReadOnlyList<double> Start { get; }

    /// <summary>True if no row shares a term with another: the gradient of a row depends on its own scores, and on what <see cref="Settle"/> has learned. Each leaf then gets the value that is best for its rows.</summary>
    public virtual bool HasSeparateRows => false;

    /// <summary>The loss over some rows. Called once for the training rows, once for the held-out rows if there are any, and once for all.</summary>
    /// <param name="rows">The rows, ascending, as <see cref="TreeData"/> numbers them.</param>
    public abstract TableLoss Over(int[] rows);

    /// <summary>Learns further parameters of the loss, thresholds for example, before the first round and after each one. The scores stay.</summary>
    /// <param name="training">The loss over the training rows.</param>
    /// <param name="scores">Their raw scores, output after output.</param>
    /// <param name="rounds">The number of finished rounds.</param>
    public virtual void Settle(TableLoss training, ReadOnlySpan<double> scores, int rounds)
    {
    }
}

/// <summary>A loss over some rows of a table.</summary>
public abstract class TableLoss
{
    /// <summary>The mean loss, multiplied by the number of rows, and its gradient.</summary>
    /// <param name="scores">Raw scores: those of the first learned number for all rows, then those of the second, and so on.</param>
    /// <param name="slopes">Receives the derivatives with respect to the raw scores, in the same order; empty if only the value is needed.</param>
    /// <returns>The value; NaN or infinity if the loss is not defined.</returns>
    public abstract double Evaluate(ReadOnlySpan<double> scores, Span<double> slopes);
}
