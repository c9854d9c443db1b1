namespace Minima.Tabular;

/// <summary>
/// Finds the shape of a loss by search: its convexity in the prediction, and the kinks of its derivative. Only its derivatives are
/// used. Some rows are searched closely. If they have kinks, those of the other rows are predicted as a target plus a
/// constant, a multiple of it, or a constant. They are then searched in a small window; a row that differs is searched closely too.
/// </summary>
internal sealed class ShapeSearch
{
    private const int MostSamples = 48;
    private const int MostKinks = 64;

    /// <summary>A jump of the derivative below this fraction of the derivatives nearby is curvature or rounding.</summary>
    private const double SmallestJump = 1e-7;

    /// <summary>Below this, doubles are so far apart that an exponential goes to 0 in steps: far from the targets each would look like a kink.</summary>
    private const double SmallestSlope = 1e-300;

    /// <summary>If all targets are below this, they define the unit in place of 1.</summary>
    private const double SmallTargets = 1e-3;

    private readonly ISlopeProbe _probe;
    private readonly double[] _share;
    private readonly double _reach;
    private readonly double _unit;
    private readonly double[] _around;

    // The cells of a search, a thousand at a time for each row, and those that remain; the lists are reused.
    private List<Cell> _open = [];
    private List<Cell> _next = [];

    private ShapeSearch(ISlopeProbe probe, double[] share)
    {
        _probe = probe;
        _share = share;
        var largest = Math.Max(Math.Abs(probe.Target.Max()), Math.Abs(probe.Target.Min()));
        _reach = Math.Max(1, largest);

        // Constants of a loss may be of the size of 1 or of that of the targets, whichever is smaller.
        _unit = UnitOf(largest);
        double[] offsets = [.. Offsets(_reach), .. _unit < 1 ? Offsets(_unit) : []];
        _around = [.. offsets, .. offsets.Select(offset => -offset), 0];
        static IEnumerable<double> Offsets(double reach) => Enumerable.Range(0, 281).Select(k => reach * Math.Pow(10, (k / 40.0) - 4));
    }

    /// <summary>The size near 0 by which rounding is measured: 1, or the largest of the numbers if all are tiny.</summary>
    public static double UnitOf(double largest) => largest is > 0 and < SmallTargets ? largest : 1;

    public static LossShape Run(ISlopeProbe probe, double[] share) => new ShapeSearch(probe, share).Run();

    /// <summary>Checks that no derivative falls, without a search of kinks.</summary>
    public static bool Rises(ISlopeProbe probe)
    {
        var search = new ShapeSearch(probe, []);
        return search.Samples().All(row =>
        {
            var grid = search.Grid(probe.Target[row]);
            return Rises(grid, probe.At(grid, row), probe.Target[row]);
        });
    }

    private LossShape Run()
    {
        var samples = Samples();
        var found = new List<(int Row, List<Kink> Kinks)>();
        var convex = true;
        foreach (var row in samples)
        {
            var grid = Grid(_probe.Target[row]);
            var slopes = _probe.At(grid, row);
            convex &= Rises(grid, slopes, _probe.Target[row]);
            found.Add((row, Search(row, grid, slopes)));
        }

        // A downward jump of the derivative is a concave kink, which the solvers for convex kinks cannot use.
        convex &= found.TrueForAll(sample => sample.Kinks.TrueForAll(kink => kink.Jump > 0));
        if (found.TrueForAll(sample => sample.Kinks.Count == 0)) return new LossShape(convex, Kinks.None);
        var kinks = Everywhere(found);
        return new LossShape(convex, new Kinks([.. kinks.Where(kink => kink.Jump > 0).Select(kink => kink with { Jump = kink.Jump * _share[kink.Row] })]));
    }

    /// <summary>The rows of the lowest and the highest target, and of targets evenly between.</summary>
    private int[] Samples()
    {
        var rows = Enumerable.Range(0, _probe.Target.Length).OrderBy(i => _probe.Target[i]).DistinctBy(i => _probe.Target[i]).ToArray();
        if (rows.Length <= MostSamples) return rows;
        return [.. Enumerable.Range(0, MostSamples).Select(k => rows[(int)((long)k * (rows.Length - 1) / (MostSamples - 1))])];
    }

    /// <summary>Predictions around 0 and around the target, denser near them.</summary>
    private double[] Grid(double target)
    {
        var grid = new double[2 * _around.Length];
        for (var i = 0; i < _around.Length; i++) (grid[i], grid[_around.Length + i]) = (_around[i], target + _around[i]);
        Array.Sort(grid);
        var count = 1;
        for (var i = 1; i < grid.Length; i++)
        {
            if (!grid[i].Equals(grid[count - 1])) grid[count++] = grid[i];
        }

        return grid[..count];
    }

    private static bool Rises(double[] grid, double[] slopes, double target)
    {
        // Rounding, if a derivative is the difference of two numbers of this size.
        var nearby = Enumerable.Range(0, grid.Length).Where(i => Math.Abs(grid[i]) <= 1 || Math.Abs(grid[i] - target) <= 1);
        var rounding = 1e-14 * nearby.Select(i => Math.Abs(slopes[i])).Where(double.IsFinite).Append(0).Max();
        var before = double.NegativeInfinity;
        foreach (var slope in slopes.Where(slope => !double.IsNaN(slope)))
        {
            if (slope < before - (1e-9 * Math.Max(Math.Abs(slope), Math.Abs(before))) - rounding) return false;
            before = slope;
        }

        return true;
    }

    /// <summary>
    /// The jumps between neighbours of a grid, for one row. Each cell is halved towards the larger change, which in the end is the
    /// jump; then both of its sides are searched again.
    /// </summary>
    private List<Kink> Search(int row, double[] grid, double[] slopes)
    {
        var kinks = new List<Kink>();
        _open.Clear();
        for (var i = 1; i < grid.Length; i++) Open(_open, Cell.Whole(grid[i - 1], grid[i], slopes[i - 1], slopes[i]));
        var middles = new List<double>(_open.Count);
        while (_open.Count > 0)
        {
            middles.Clear();
            foreach (var cell in _open)
            {
                if (IsWide(cell)) middles.Add(cell.Middle);
            }

            var middleSlopes = middles.Count > 0 ? _probe.At(middles, row) : [];
            _next.Clear();
            var wide = 0;
            foreach (var cell in _open)
            {
                if (IsWide(cell)) Open(_next, cell.Half(middleSlopes[wide++]));
                else if (Kink(row, cell.Low, cell.High) is { } kink && kinks.Count < MostKinks) Note(kink, cell, _next);
            }

            (_open, _next) = (_next, _open);
        }

        kinks.Sort((a, b) => a.At.CompareTo(b.At));
        return kinks;

        bool IsWide(Cell cell) => cell.Width > Narrow(cell.Low, cell.High);

        // A cell without a jump of the derivative contains no kink.
        static void Open(List<Cell> cells, Cell cell)
        {
            if (Jumps(cell.LowSlope, cell.HighSlope)) cells.Add(cell);
        }

        void Note(Kink kink, Cell cell, List<Cell> next)
        {
            var step = 1e-8 * Math.Max(_unit, Math.Abs(kink.At));
            if (!kinks.Exists(known => Math.Abs(known.At - kink.At) <= step / 4)) kinks.Add(kink);
            var sides = _probe.At([kink.At - step, kink.At + step], row);
            if (kink.At - step > cell.From) Open(next, Cell.Whole(cell.From, kink.At - step, cell.FromSlope, sides[0]));
            if (kink.At + step < cell.To) Open(next, Cell.Whole(kink.At + step, cell.To, sides[1], cell.ToSlope));
        }
    }

    private static bool Jumps(double low, double high) =>
        double.IsFinite(low) && double.IsFinite(high) && Math.Abs(high - low) > (SmallestJump * Math.Max(Math.Abs(low), Math.Abs(high))) + SmallestSlope;

    private double Narrow(double low, double high) => 4e-16 * Math.Max(_unit, Math.Max(Math.Abs(low), Math.Abs(high)));

    /// <summary>A jump in a cell that is too narrow to be halved, or null if the derivative only changes quickly there.</summary>
    private Kink? Kink(int row, double low, double high)
    {
        var size = Math.Max(_unit, Math.Max(Math.Abs(low), Math.Abs(high)));
        double[] steps = [1e-8 * size, 1e-11 * size, 4e-15 * size];
        var slopes = _probe.At([.. steps.Select(step => low - step), .. steps.Select(step => high + step)], row);
        var wide = slopes[3] - slopes[0];
        var narrow = slopes[5] - slopes[2];
        if (!Jumps(slopes[2], slopes[5]) || Math.Abs(narrow - wide) > 1e-2 * Math.Abs(narrow)) return null;
        return new Kink(row, Snap(row, low - (4e-15 * size), high + (4e-15 * size)), narrow);
    }

    /// <summary>The most natural number in a tiny interval: the target, 0, or the shortest decimal.</summary>
    private double Snap(int row, double low, double high)
    {
        if (_probe.Target[row] >= low && _probe.Target[row] <= high) return _probe.Target[row];
        if (low <= 0 && high >= 0) return 0;
        var middle = low + ((high - low) / 2);
        var digits = 12 - (int)Math.Ceiling(Math.Log10(Math.Abs(middle)));
        var rounded = digits is >= 0 and <= 15 ? Math.Round(middle, digits) : middle;
        return rounded >= low && rounded <= high ? rounded : middle;
    }

    /// <summary>The kinks of all rows from those of the samples.</summary>
    private List<Kink> Everywhere(List<(int Row, List<Kink> Kinks)> samples)
    {
        var all = new List<Kink>();
        var known = samples.ToDictionary(sample => _probe.Target[sample.Row], sample => sample.Kinks);
        var left = new List<int>();
        for (var row = 0; row < _probe.Target.Length; row++)
        {
            if (known.TryGetValue(_probe.Target[row], out var kinks) && !_probe.HasInputs) all.AddRange(kinks.Select(kink => kink with { Row = row }));
            else left.Add(row);
        }

        if (left.Count == 0) return all;
        var rules = Rules(samples);
        var odd = rules is null ? left : Foretold(left, rules, all);
        foreach (var row in odd)
        {
            var grid = Grid(_probe.Target[row]);
            all.AddRange(Search(row, grid, _probe.At(grid, row)));
        }

        return all;
    }

    /// <summary>Each kink as intercept + slope · target, or null if the samples do not agree on that.</summary>
    private List<(double Intercept, double Slope)>? Rules(List<(int Row, List<Kink> Kinks)> samples)
    {
        var count = samples[0].Kinks.Count;
        if (_probe.HasInputs || samples.Exists(sample => sample.Kinks.Count != count)) return null;
        var (first, last) = (samples[0], samples[^1]);
        var rules = new List<(double Intercept, double Slope)>();
        for (var k = 0; k < count; k++)
        {
            var (low, high) = (_probe.Target[first.Row], _probe.Target[last.Row]);
            var slope = (last.Kinks[k].At - first.Kinks[k].At) / (high - low);
            var intercept = first.Kinks[k].At - (slope * low);
            if (samples.Exists(sample => Math.Abs(intercept + (slope * _probe.Target[sample.Row]) - sample.Kinks[k].At) > 1e-9 * _reach)) return null;
            rules.Add((intercept, slope));
        }

        return rules;
    }

    /// <summary>Searches the predicted kinks of many rows at once; returns the rows in which one is missing.</summary>
    private List<int> Foretold(List<int> rows, List<(double Intercept, double Slope)> rules, List<Kink> all)
    {
        var odd = new HashSet<int>();
        var found = new List<Kink>();
        foreach (var (intercept, slope) in rules)
        {
            var at = rows.ConvertAll(row => intercept + (slope * _probe.Target[row]));
            var low = at.ConvertAll(x => x - (1e-8 * _reach));
            var high = at.ConvertAll(x => x + (1e-8 * _reach));
            var lowSlope = _probe.At(low, rows);
            var highSlope = _probe.At(high, rows);
            for (var round = 0; round < 60; round++)
            {
                var middle = low.Select((x, i) => x + ((high[i] - x) / 2)).ToList();
                var middleSlope = _probe.At(middle, rows);
                for (var i = 0; i < rows.Count; i++)
                {
                    if (high[i] - low[i] <= Narrow(low[i], high[i])) continue;
                    if (Math.Abs(middleSlope[i] - lowSlope[i]) >= Math.Abs(highSlope[i] - middleSlope[i])) (high[i], highSlope[i]) = (middle[i], middleSlope[i]);
                    else (low[i], lowSlope[i]) = (middle[i], middleSlope[i]);
                }
            }

            // A step outwards, because the derivative at the kink itself is neither of the two.
            var outLow = low.ConvertAll(x => x - (4e-15 * Math.Max(_unit, Math.Abs(x))));
            var outHigh = high.ConvertAll(x => x + (4e-15 * Math.Max(_unit, Math.Abs(x))));
            var before = _probe.At(outLow, rows);
            var after = _probe.At(outHigh, rows);
            for (var i = 0; i < rows.Count; i++)
            {
                if (!Jumps(before[i], after[i])) odd.Add(rows[i]);
                else found.Add(new Kink(rows[i], Snap(rows[i], outLow[i], outHigh[i]), after[i] - before[i]));
            }
        }

        all.AddRange(found.Where(kink => !odd.Contains(kink.Row)));
        return [.. odd.Order()];
    }

    /// <summary>An interval inside the cell of a grid, with the derivatives at its ends and at those of the whole cell.</summary>
    private readonly record struct Cell(
        double Low, double High, double LowSlope, double HighSlope, double From, double To, double FromSlope, double ToSlope)
    {
        public double Width => High - Low;

        public double Middle => Low + ((High - Low) / 2);

        public static Cell Whole(double low, double high, double lowSlope, double highSlope) =>
            new(low, high, lowSlope, highSlope, low, high, lowSlope, highSlope);

        /// <summary>The half in which the derivative changes more.</summary>
        public Cell Half(double middleSlope) => Math.Abs(middleSlope - LowSlope) >= Math.Abs(HighSlope - middleSlope)
            ? this with { High = Middle, HighSlope = middleSlope }
            : this with { Low = Middle, LowSlope = middleSlope };
    }
}
