namespace Minima.Training.MultiTask;

/// <summary>Adam (Kingma and Ba 2015) on the few numbers that a balance learns; its moments are part of the balance's state.</summary>
internal static class SmallAdam
{
    private const double First = 0.9;
    private const double Second = 0.999;
    private const double Floor = 1e-8;

    /// <param name="balance">Keeps the moments.</param>
    /// <param name="numbers">The numbers to update.</param>
    /// <param name="slopes">Their gradient.</param>
    /// <param name="rate">The learning rate.</param>
    /// <param name="decay">The weight decay, added to the gradient.</param>
    public static void Step(TaskBalance balance, double[] numbers, double[] slopes, double rate, double decay = 0)
    {
        var means = balance.Remembered("adam_mean", numbers.Length, 0);
        var squares = balance.Remembered("adam_square", numbers.Length, 0);
        var steps = balance.Remembered("adam_steps", 1, 0);
        steps[0]++;
        for (var i = 0; i < numbers.Length; i++)
        {
            var slope = slopes[i] + (decay * numbers[i]);
            means[i] += (1 - First) * (slope - means[i]);
            squares[i] += (1 - Second) * ((slope * slope) - squares[i]);
            numbers[i] -= rate * (means[i] / (1 - Math.Pow(First, steps[0]))) / (Math.Sqrt(squares[i] / (1 - Math.Pow(Second, steps[0]))) + Floor);
        }
    }
}
