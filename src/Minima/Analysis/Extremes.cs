namespace Minima.Analysis;

/// <summary>The lowest and highest values and the steepest slope of a loss at one setting.</summary>
internal sealed record Extremes(double Lowest, double Highest, double Steepest, Witness AtLowest, Witness AtHighest, Witness AtSteepest, long Points)
{
    /// <summary>Predictions this far out tell whether something still grows.</summary>
    private static readonly double[] Far = [1e10, 1e12, 1e15, 1e18, 1e30, 1e60, 1e100, 1e150];

    /// <summary>Growth below this share is rounding.</summary>
    private const double Growth = 1e-6;

    /// <summary>Looks everywhere. An infinity says that there is no bound.</summary>
    public static Extremes Of(Setting setting, IReadOnlyList<Section> sections)
    {
        var lowest = new Record(descending: true);
        var highest = new Record(descending: false);
        var steepest = new Record(descending: false);
        long points = 0;
        foreach (var section in sections)
        {
            for (var i = 0; i < section.Count; i++)
            {
                var witness = section.WitnessAt(i);
                points++;
                lowest.Near(section, witness, witness.Value);
                highest.Near(section, witness, witness.Value);
                steepest.Near(section, witness, Math.Abs(witness.Slope));
            }
        }

        // Targets and predictions beyond all that is ordinary: what grows there has no bound.
        var function = setting.Function;
        var domain = function.DomainOf(0);
        var extremes = sections.Select(s => s.Target).Distinct().Concat(SampleSpace.ExtremeTargets(function)).Distinct();
        foreach (var target in extremes)
        {
            double[] near = [target, -target, 0, 1, -1, target + 1, target - 1, target * (1 + 1e-6), target / 2, target * 2];
            foreach (var prediction in Far.SelectMany(f => new[] { f, -f }).Concat(near).Where(domain.Contains))
            {
                var x = function.Point(prediction, target, setting.Extras);
                var witness = new Witness(prediction, target, function.Value(x), function.Slope(x));
                points++;
                lowest.BeyondNear(witness, witness.Value);
                highest.BeyondNear(witness, witness.Value);
                steepest.BeyondNear(witness, Math.Abs(witness.Slope));
            }
        }

        return new Extremes(
            lowest.Final(s => s.Value), highest.Final(s => s.Value), steepest.Final(s => Math.Abs(s.Slope)),
            lowest.At, highest.At, steepest.At, points);
    }

    /// <summary>The best of what was seen near, and whether anything far beat it.</summary>
    private sealed class Record(bool descending)
    {
        private double _best = double.NaN;
        private Section? _section;
        private bool _broken;

        public Witness At { get; private set; }

        private bool Beats(double x, double than) => !double.IsNaN(x) && (double.IsNaN(than) || (descending ? x < than : x > than));

        public void Near(Section section, Witness witness, double x)
        {
            if (double.IsInfinity(x) && Beats(x, 0))
            {
                Break(witness);
            }
            else if (!_broken && double.IsFinite(x) && Beats(x, _best))
            {
                (_best, _section, At) = (x, section, witness);
            }
        }

        public void BeyondNear(Witness witness, double x)
        {
            if (!_broken && !double.IsNaN(x) && Beats(x, _best + (descending ? -Growth : Growth) * Math.Max(Math.Abs(_best), 1e-9)))
            {
                Break(witness);
            }
        }

        private void Break(Witness witness)
        {
            if (!_broken)
            {
                (_broken, At) = (true, witness);
            }
        }

        /// <summary>The bound, with the place refined between its neighbours.</summary>
        public double Final(Func<PointFunction.Jet, double> of)
        {
            if (_broken || _section is null)
            {
                return descending ? double.NegativeInfinity : double.PositiveInfinity;
            }

            var i = Array.BinarySearch(_section.Predictions, At.Prediction);
            if (i <= 0 || i >= _section.Count - 1)
            {
                return _best;
            }

            // Golden section between the neighbours: exact enough to recognise the number.
            var (low, high) = (_section.Predictions[i - 1], _section.Predictions[i + 1]);
            const double Golden = 0.6180339887498949;
            for (var step = 0; step < 100; step++)
            {
                var (a, b) = (high - Golden * (high - low), low + Golden * (high - low));
                if (Beats(of(_section.Jet(a)), of(_section.Jet(b))))
                {
                    high = b;
                }
                else
                {
                    low = a;
                }
            }

            var refined = of(_section.Jet((low + high) / 2));
            return double.IsFinite(refined) && Beats(refined, _best) ? refined : _best;
        }
    }
}
