namespace Minima.Lab.MultiTask;

/// <summary>Two tasks under weights that stay: a share for the first, the rest for the second.</summary>
internal sealed class FixedShare(double first) : TaskBalance(ComparedMethods.Control)
{
    public override TaskAnswer Next(TaskStep step) => new([first, 1 - first]);
}
