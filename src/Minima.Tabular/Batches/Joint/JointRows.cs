namespace Minima.Tabular;

/// <summary>Rows as a loss over several outputs reads them: classes, rows of targets, pairs of rows of a class.</summary>
/// <param name="rows">The rows.</param>
/// <param name="plan">The role of each input.</param>
internal sealed class JointRows(BatchRows rows, BatchPlan plan)
{
    private const ulong Seed = 0x5EED;

    private static readonly InputRole[] Pairing = [InputRole.Partner, InputRole.Stranger, InputRole.IsSame, InputRole.IsSameSign];

    private readonly double[] _target = rows.Target;
    private readonly int _outputs = plan.Outputs;

    /// <summary>The pieces of the rows. A fixed seed assigns rows to pieces, so that the objective is one fixed function.</summary>
    public IReadOnlyList<BatchPiece> Pieces()
    {
        int[] order = [.. Enumerable.Range(0, _target.Length)];
        if (plan.MostRows == 0 || order.Length <= plan.MostRows) return [new(1, Inputs(order))];
        var random = new RandomState(Seed);
        random.Shuffle(order.AsSpan());
        var count = (order.Length + plan.MostRows - 1) / plan.MostRows;
        return [.. Enumerable.Range(0, count).Select(k =>
        {
            var piece = order[(k * order.Length / count)..((k + 1) * order.Length / count)];
            return new BatchPiece((double)piece.Length / order.Length, Inputs(piece));
        })];
    }

    private BatchInput[] Inputs(int[] piece)
    {
        (int[] Anchors, int[] Partners, int[] Strangers, double[] IsSame)? pairs = plan.Roles.Any(Pairing.Contains) ? Paired(piece) : null;
        var anchors = pairs?.Anchors ?? piece;
        var learned = 0;
        var own = 0;
        return [.. plan.Roles.Select(Input)];

        BatchInput Input(InputRole role)
        {
            switch (role)
            {
                case InputRole.Output when plan.SharesWeights && !plan.Roles.Contains(InputRole.Tensor):
                    return new BatchInput.OfSteps([anchors.Length, plan.LearnedShapes[0][0]], [.. anchors.SelectMany(row => Enumerable.Repeat(row, plan.LearnedShapes[0][0]))], 0);
                case InputRole.Output:
                    return Outputs(anchors);
                case InputRole.Partner:
                    return Outputs(pairs!.Value.Partners);
                case InputRole.Stranger:
                    return Outputs(pairs!.Value.Strangers);
                case InputRole.IsSame:
                    return new BatchInput.Known(Tensor.Of(pairs!.Value.IsSame, [anchors.Length]));
                case InputRole.IsSameSign:
                    return new BatchInput.Known(Tensor.Of(Array.ConvertAll(pairs!.Value.IsSame, same => (2 * same) - 1), [anchors.Length]));
                case InputRole.Class:
                    return new BatchInput.Known(Classes(anchors));
                case InputRole.OneHot:
                    return Matrix(anchors, (row, k) => (int)_target[row] == k ? 1 : 0);
                case InputRole.Target:
                    return new BatchInput.Known(Tensor.Of(Array.ConvertAll(anchors, row => _target[row]), Column(anchors)));
                case InputRole.Row:
                    return Matrix(anchors, (row, k) => rows.Targets[(row * _outputs) + k]);
                case InputRole.LogRow:
                    return Matrix(anchors, (row, k) => Math.Log(rows.Targets[(row * _outputs) + k]));
                case InputRole.Tensor:
                    var shape = plan.LearnedShapes[own++];
                    var place = learned;
                    learned += shape.Aggregate(1, (count, length) => count * length);
                    return new BatchInput.OfTensor(Shape.Of(shape), place);
                case InputRole.Terms:
                    return Terms(anchors);
                default:
                    return new BatchInput.Nothing();
            }
        }
    }

    private Shape Column(int[] anchors) => plan.IsOneGroup ? [1, 1, anchors.Length] : [anchors.Length];

    private Tensor Classes(int[] anchors) => Tensor.Of(Array.ConvertAll(anchors, row => (int)_target[row]), [anchors.Length]);

    /// <summary>One number, or a row of them, for each row; one group of channels if the loss is a few sums.</summary>
    private BatchInput.OfOutputs Outputs(int[] anchors) => plan.IsAColumn
        ? new(Column(anchors), anchors)
        : plan.IsOneGroup
            ? new([1, _outputs, anchors.Length], [.. Enumerable.Range(0, _outputs).SelectMany(k => anchors.Select(row => (row * _outputs) + k))])
            : new([anchors.Length, _outputs], [.. anchors.SelectMany(row => Enumerable.Range(row * _outputs, _outputs))]);

    private BatchInput.Known Matrix(int[] anchors, Func<int, int, double> of) => new(plan.IsOneGroup
        ? Tensor.Of([.. Enumerable.Range(0, _outputs).SelectMany(k => anchors.Select(row => of(row, k)))], [1, _outputs, anchors.Length])
        : Tensor.Of([.. anchors.SelectMany(row => Enumerable.Range(0, _outputs).Select(k => of(row, k)))], [anchors.Length, _outputs]));

    private BatchInput.OfTerms Terms(int[] anchors)
    {
        if (plan.IsAColumn) return new([anchors.Length], anchors, Tensor.Of(Array.ConvertAll(anchors, row => _target[row]), [anchors.Length]));
        return new([anchors.Length, _outputs], [.. anchors.SelectMany(row => Enumerable.Range(row * _outputs, _outputs))], Classes(anchors));
    }

    /// <summary>For each row a random other row of its class and one of another class, if they exist. In pairs, every second partner is of the same class.</summary>
    private (int[] Anchors, int[] Partners, int[] Strangers, double[] IsSame) Paired(int[] piece)
    {
        var random = new RandomState(Seed);
        var members = piece.GroupBy(row => (int)_target[row]).ToDictionary(group => group.Key, group => group.ToArray());
        var mixes = plan.Roles.Contains(InputRole.IsSame) || plan.Roles.Contains(InputRole.IsSameSign);
        var (anchors, partners, strangers, isSame) = (new List<int>(), new List<int>(), new List<int>(), new List<double>());
        foreach (var row in piece)
        {
            var own = members[(int)_target[row]];
            if (own.Length < 2 || own.Length == piece.Length) continue;
            var partner = own[(Array.IndexOf(own, row) + 1 + random.NextInt(own.Length - 1)) % own.Length];
            int stranger;
            do stranger = piece[random.NextInt(piece.Length)];
            while (_target[stranger].Equals(_target[row]));
            var same = !mixes || anchors.Count % 2 == 0;
            anchors.Add(row);
            partners.Add(same ? partner : stranger);
            strangers.Add(stranger);
            isSame.Add(same ? 1 : 0);
        }

        return ([.. anchors], [.. partners], [.. strangers], [.. isSame]);
    }
}
