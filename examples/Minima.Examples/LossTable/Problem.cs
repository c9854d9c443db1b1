namespace Minima.Examples.LossTable;

/// <summary>Something to learn from spoilt data, judged by clean ones.</summary>
internal abstract class Problem
{
    public abstract Words Name { get; }

    /// <summary>What is judged.</summary>
    public abstract Words Figure { get; }

    public abstract bool LargerIsBetter { get; }

    /// <summary>The losses, by name.</summary>
    public abstract IReadOnlyList<string> Losses { get; }

    /// <summary>How a figure is written.</summary>
    public abstract string Text(double figure);

    /// <summary>
    /// The figure of a cell for a seed. Of the spoilt training rows a third decides on the learning rate; then all are trained on, and clean rows judge.
    /// Where that training breaks off, the next smaller rate is taken.
    /// </summary>
    /// <returns>The figure, the learning rate, and how often training broke off.</returns>
    public CellRun Run(string loss, OptimizerChoice optimizer, int seed, int epochs)
    {
        var tuned = optimizer.Rates.Select(rate => Train(loss, optimizer, rate, seed, epochs, isTuning: true)).ToArray();
        var best = Array.IndexOf(tuned, LargerIsBetter ? tuned.Max() : tuned.Min());
        for (var breaks = 0; breaks <= best; breaks++)
        {
            var figure = Train(loss, optimizer, optimizer.Rates[best - breaks], seed, epochs, isTuning: false);
            if (double.IsFinite(figure)) return new CellRun(figure, optimizer.Rates[best - breaks], breaks);
        }

        throw new InvalidOperationException($"{loss} with {optimizer.Name.English} broke off at every learning rate.");
    }

    /// <summary>The figure on the rows that decide on the learning rate, or on clean ones; infinitely bad where training broke off.</summary>
    protected abstract double Train(string loss, OptimizerChoice optimizer, double rate, int seed, int epochs, bool isTuning);
}

/// <summary>What a cell of the table is for one seed.</summary>
/// <param name="Figure">Of the clean rows.</param>
/// <param name="LearningRate">The one that was taken.</param>
/// <param name="Breaks">How many larger rates were given up because training broke off.</param>
internal readonly record struct CellRun(double Figure, double LearningRate, int Breaks);
