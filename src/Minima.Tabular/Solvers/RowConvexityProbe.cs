namespace Minima.Tabular;

/// <summary>Like <see cref="ConvexityProbe"/>, for a loss over rows: tests if the derivative along a line of scores ever falls.</summary>
internal static class RowConvexityProbe
{
    private const int Points = 201;
    private const int Lines = 12;
    private const double Reach = 8;

    public static bool LooksConvex(Loss loss, int classes)
    {
        var random = new RandomState(1);
        var scores = new double[Points * classes];
        var gradient = new double[scores.Length];
        var direction = new double[classes];
        var through = new double[classes];
        var labels = new int[Points];
        for (var line = 0; line < Lines; line++)
        {
            for (var k = 0; k < classes; k++)
            {
                direction[k] = (2 * random.NextDouble()) - 1;
                through[k] = 2 * ((2 * random.NextDouble()) - 1);
            }

            // The first lines move the score of the label alone, where most bounded losses have their flat ends.
            Array.Fill(labels, line % classes);
            if (line < Lines / 2)
            {
                Array.Clear(direction);
                direction[line % classes] = 1;
            }

            for (var i = 0; i < scores.Length; i++)
                scores[i] = through[i % classes] + (Reach * ((2.0 * (i / classes) / (Points - 1)) - 1) * direction[i % classes]);
            new RowMeanLoss(loss, labels, classes).Evaluate(scores, gradient);
            var tolerance = 1e-9 * FixedOrder.LargestMagnitude(gradient);
            var before = double.NegativeInfinity;
            for (var i = 0; i < Points; i++)
            {
                var slope = FixedOrder.Dot(gradient.AsSpan(i * classes, classes), direction);
                if (slope < before - tolerance) return false;
                before = slope;
            }
        }

        return true;
    }
}
