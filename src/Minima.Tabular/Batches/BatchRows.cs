namespace Minima.Tabular;

/// <summary>Rows of a batch: targets, events, queries.</summary>
/// <param name="Target">Times, or relevances.</param>
/// <param name="Events">The events of times; otherwise null.</param>
/// <param name="Queries">The queries of relevances; otherwise null.</param>
internal sealed record BatchRows(double[] Target, double[]? Events, int[]? Queries)
{
    /// <summary>The number of rows drawn: at each event of the rows at risk, and for each row of those that should rank below it.</summary>
    private const int Drawn = 10;

    private const ulong Seed = 0x5EED;

    /// <summary>The several targets, row after row; empty if there is one.</summary>
    public double[] Targets { get; init; } = [];

    /// <summary>The pieces in which a loss is evaluated.</summary>
    public IReadOnlyList<BatchPiece> Pieces(BatchPlan plan, IReadOnlyList<LearnedInput> learned, BatchUnits units) =>
        plan.Outputs > 0 ? new JointRows(this, plan).Pieces() : plan.HasLists ? Lists(plan) : [new(1, plan.HasPairs ? Paired(plan) : Flat(plan, learned, units))];

    /// <summary>One element, or one row of elements, for each row.</summary>
    private BatchInput[] Flat(BatchPlan plan, IReadOnlyList<LearnedInput> learned, BatchUnits units)
    {
        var intervals = plan.Roles.Contains(InputRole.Interval) ? Intervals(plan, units) : [];
        int[] rows = intervals.Length == 0 ? [.. Enumerable.Range(0, Target.Length)] : [.. Enumerable.Range(0, Target.Length).Where(row => intervals[row] >= 0)];
        Shape column = plan.IsOneGroup ? [1, 1, rows.Length] : [rows.Length];
        return [.. plan.Roles.Select(Input)];

        BatchInput Input(InputRole role, int index) => role switch
        {
            InputRole.Output when plan.HasSeveralOutputs => new BatchInput.OfOutputs([rows.Length, units.Outputs], [.. rows.SelectMany(row => Enumerable.Range(row * units.Outputs, units.Outputs))]),
            InputRole.Output => new BatchInput.OfOutputs(column, rows),
            InputRole.Learned => new BatchInput.OfLearned(column, Enumerable.Range(0, learned.Count).First(k => learned[k].Index == index)),
            InputRole.Target => Numbers(row => Events is null ? Target[row] : Target[row] / units.Time),
            InputRole.Event => Numbers(row => Events![row]),
            InputRole.Interval => new BatchInput.Known(Tensor.Of(Array.ConvertAll(rows, row => intervals[row]), column)),
            InputRole.Fraction => Numbers(row => Passed(row, intervals[row], units)),
            InputRole.Beginnings => new BatchInput.Known(units.Beginnings()),
            _ => new BatchInput.Nothing(),
        };

        BatchInput.Known Numbers(Func<int, double> of) => new(Tensor.Of([.. rows.Select(of)], column));
    }

    /// <summary>The interval of each event. A censored row has the interval before, which it is known to have passed, unless the loss reads the fraction. -1 for a row without information.</summary>
    private int[] Intervals(BatchPlan plan, BatchUnits units) => [.. Target.Select((target, row) =>
    {
        var time = target / units.Time;
        var interval = units.IntervalOf(time);
        return Events![row] == 1 || plan.Roles.Contains(InputRole.Fraction) || time >= units.Cuts[interval] ? interval : interval - 1;
    })];

    private double Passed(int row, int interval, BatchUnits units)
    {
        var begins = units.Beginning(interval);
        return Math.Min(1, ((Target[row] / units.Time) - begins) / (units.Cuts[interval] - begins));
    }

    /// <summary>Queries of similar lengths together, padded to the longest.</summary>
    private BatchPiece[] Lists(BatchPlan plan)
    {
        var lists = Enumerable.Range(0, Target.Length).GroupBy(row => Queries![row]).Select(group => group.ToArray()).ToArray();
        return [.. lists.GroupBy(list => (int)Math.Ceiling(Math.Log2(list.Length))).OrderBy(group => group.Key).Select(group =>
        {
            var (same, width) = (group.ToArray(), group.Max(list => list.Length));
            Shape shape = [same.Length, width];
            int[] from = [.. same.SelectMany(list => Enumerable.Range(0, width).Select(place => place < list.Length ? list[place] : -1))];
            return new BatchPiece((double)same.Length / lists.Length, [.. plan.Roles.Select(Input)]);

            BatchInput Input(InputRole role) => role switch
            {
                InputRole.Output => new BatchInput.OfOutputs(shape, from),
                InputRole.Target => new BatchInput.Known(Tensor.Of(Array.ConvertAll(from, row => row < 0 ? 0 : Target[row]), shape)),
                InputRole.Mask => new BatchInput.Known(Tensor.Of(Array.ConvertAll(from, row => row < 0 ? 0.0 : 1), shape)),
                _ => new BatchInput.Nothing(),
            };
        })];
    }

    /// <summary>For times, each event with some rows that were at risk then; for a query, each row with some of lower relevance.</summary>
    private BatchInput[] Paired(BatchPlan plan)
    {
        var random = new RandomState(Seed);
        var (ahead, behind) = (new List<int>(), new List<int>());
        int[] order = [.. Enumerable.Range(0, Target.Length).OrderBy(row => Queries is null ? 0 : Queries[row]).ThenBy(row => Target[row])];
        for (var from = 0; from < order.Length;)
        {
            var until = from;
            while (until < order.Length && (Queries is null || Queries[order[until]] == Queries[order[from]])) until++;
            for (var place = from; place < until; place++)
            {
                var row = order[place];
                var same = place;
                while (same > from && Target[order[same - 1]].Equals(Target[row])) same--;

                // Of times, rows that outlast the event have lower risk; of relevances, those of lower relevance rank below.
                var (first, count) = Events is null ? (from, same - from) : (place + 1, Events[row] == 1 ? until - place - 1 : 0);
                if (count == 0) continue;
                var several = plan.Roles.Contains(InputRole.Order) || Queries is not null;
                for (var k = 0; k < (several ? Math.Min(Drawn, count) : Drawn); k++)
                {
                    if (several || k == 0) ahead.Add(row);
                    behind.Add(order[first + (several && count <= Drawn ? k : random.NextInt(count))]);
                }
            }

            from = until;
        }

        Shape pairs = [ahead.Count];
        var each = ahead.Count == behind.Count ? pairs : [ahead.Count, Drawn];
        return [.. plan.Roles.Select(role => (BatchInput)(role switch
        {
            InputRole.Ahead => new BatchInput.OfOutputs(pairs, [.. ahead]),
            InputRole.Behind => new BatchInput.OfOutputs(each, [.. behind]),
            InputRole.Order => new BatchInput.Known(Tensor.Ones(pairs, ElementType.Double)),
            _ => new BatchInput.Nothing(),
        }))];
    }
}
