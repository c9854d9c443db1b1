namespace Minima.Lab.MultiTask;

/// <summary>Two tasks under constant weights: a fraction for the first, the rest for the second.</summary>
internal sealed class FixedShare(double first) : TaskBalance(ComparedMethods.Control)
{
    public override TaskAnswer Next(TaskStep step) => new([first, 1 - first]);
}
