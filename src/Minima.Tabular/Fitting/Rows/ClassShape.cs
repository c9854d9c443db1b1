namespace Minima.Tabular;

/// <summary>The dependence of a loss with kinks on the other classes.</summary>
internal enum ClassSum
{
    /// <summary>No known dependence.</summary>
    Unknown,

    /// <summary>The loss is a sum over the other classes of one function of each one's margin over the label.</summary>
    EachLead,

    /// <summary>The loss is a function of the largest of these margins.</summary>
    LargestLead,
}

/// <summary>The shape of a loss over rows of classes, found from its derivatives alone.</summary>
/// <param name="DifferencesOnly">A number added to all scores of a row changes nothing.</param>
/// <param name="Convex">Its derivative falls along none of the lines tried.</param>
/// <param name="Bends">Its derivative jumps along some line.</param>
/// <param name="Sum">The dependence on the other classes.</param>
internal sealed record ClassShape(bool DifferencesOnly, bool Convex, bool Bends, ClassSum Sum)
{
    private const int Lines = 40;

    public static ClassShape Of(Loss loss, int classes)
    {
        // Any seed would do; this one never changes.
        var random = new Random(20260);
        var labels = new int[Lines];
        var (from, along, one) = (new double[Lines][], new double[Lines][], new double[Lines][]);
        for (var line = 0; line < Lines; line++)
        {
            labels[line] = line % classes;
            var size = Math.Pow(4, (line / classes % 6) - 2);
            from[line] = Row(random, classes, line % 3 == 0 ? 0 : size);
            along[line] = Row(random, classes, 1);
            one[line] = new double[classes];
            one[line][line % 2 == 0 ? labels[line] : (labels[line] + 1 + (line / 2 % Math.Max(1, classes - 1))) % classes] = 1;
        }

        // Kinks along one score at a time, whose derivative is not a difference of larger numbers; convexity along all kinds of lines.
        // A jump that is negligible compared with the derivatives is rounding.
        var single = new LineProbe(loss, labels, from, one);
        var typical = FixedOrder.LargestMagnitude(Gradient(loss, labels, from));
        var shape = ShapeSearch.Run(single, [.. Enumerable.Repeat(1.0, Lines)]);
        var bends = shape.Kinks.Items.Any(kink => kink.Jump > 1e-9 * typical);
        var convex = ShapeSearch.Rises(single) && ShapeSearch.Rises(new LineProbe(loss, labels, from, along));
        return new ClassShape(SeesDifferences(loss, labels, from), convex, bends, bends && classes > 1 ? SumOf(loss, labels, from) : ClassSum.Unknown);
    }

    private static double[] Row(Random random, int classes, double size) => [.. Enumerable.Range(0, classes).Select(_ => size * ((2 * random.NextDouble()) - 1))];

    private static bool SeesDifferences(Loss loss, int[] labels, double[][] rows)
    {
        var gradient = Gradient(loss, labels, rows);
        var classes = rows[0].Length;
        for (var i = 0; i < labels.Length; i++)
        {
            var row = gradient.AsSpan(i * classes, classes);
            var sum = 0.0;
            foreach (var slope in row) sum += slope;
            if (!(Math.Abs(sum) <= 1e-12 * (1 + FixedOrder.LargestMagnitude(row)))) return false;
        }

        return true;
    }

    /// <summary>Compares the gradient of rows with its form for each dependence, at the given margins.</summary>
    private static ClassSum SumOf(Loss loss, int[] labels, double[][] rows)
    {
        var classes = rows[0].Length;
        var gradient = Gradient(loss, labels, rows);
        var (each, largest) = (true, true);
        for (var i = 0; i < labels.Length; i++)
        {
            var label = labels[i];
            var leads = Array.ConvertAll(rows[i], score => score - rows[i][label]);
            leads[label] = double.NegativeInfinity;
            var strongest = Array.IndexOf(leads, leads.Max());
            for (var k = 0; k < classes; k++)
            {
                if (k == label) continue;
                var own = gradient[(i * classes) + k];
                each &= Same(own, Alone(false, leads[k]));
                largest &= Same(own, k == strongest ? Alone(true, leads[k]) : 0);
            }
        }

        return each ? ClassSum.EachLead : largest ? ClassSum.LargestLead : ClassSum.Unknown;

        double Alone(bool strongest, double lead) => ((ISlopeProbe)new DifferenceProbe(loss, classes, strongest, 1)).At([lead], 0)[0];
    }

    private static bool Same(double one, double other) => Math.Abs(one - other) <= 1e-12 * (1 + Math.Abs(one));

    private static double[] Gradient(Loss loss, int[] labels, double[][] rows)
    {
        var gradient = new double[rows.Length * rows[0].Length];
        ClassTerms.Gradient(loss, [.. rows.SelectMany(row => row)], labels, rows[0].Length, gradient);
        return gradient;
    }
}
