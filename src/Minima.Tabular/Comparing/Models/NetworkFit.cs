using Minima.Training;

namespace Minima.Tabular;

/// <summary>A small network on one split of a comparison.</summary>
internal sealed class NetworkFit
{
    private readonly Candidate _candidate;
    private readonly TargetColumn _target;
    private readonly Split _split;
    private readonly ulong _seed;
    private readonly TargetLoss _loss;
    private readonly Sequential _network;
    private readonly ElementType _type;

    /// <param name="candidate">The loss.</param>
    /// <param name="target">The target.</param>
    /// <param name="split">The rows.</param>
    /// <param name="scale">The scale for parameters in the target's units, and for losses with a unit of their own.</param>
    /// <param name="seed">The seed of the initial weights and the order of rows.</param>
    public NetworkFit(Candidate candidate, TargetColumn target, Split split, double scale, ulong seed)
    {
        _candidate = candidate;
        _target = target;
        _split = split;
        _seed = seed;
        var isNumber = target.Kind == TargetKind.Regression;
        _loss = isNumber ? TargetLoss.OfNumbers(candidate.Create(scale), split.TrainTarget, scale, []) : new TargetLoss(candidate.Create(1));
        _type = isNumber && _loss.NeedsDouble ? ElementType.Double : ElementType.Single;
        _network = Networks.Build(
            new NetworkPlan
            {
                Inputs = split.Columns,
                Hidden = NetworkTrainer.Hidden,
                Outputs = IsOfClasses ? target.Classes.Count : 1,
                Activation = "relu",
                Type = _type,
                Units = isNumber ? [.. _loss.Outputs] : [],
            },
            new RandomState(seed).Fork("network"));
    }

    public Loss Loss => _loss.Loss;

    private bool IsOfClasses => _target.Kind == TargetKind.MultiClass;

    /// <summary>Trains on the training rows.</summary>
    /// <param name="epochs">The most epochs.</param>
    /// <param name="patience">The number of epochs allowed without an improvement on the held-out rows; null to train to the end.</param>
    /// <param name="rate">The learning rate.</param>
    /// <param name="batch">The rows of a step.</param>
    /// <param name="cancellation">Checked after every step.</param>
    /// <returns>The best epoch; its weights are kept.</returns>
    public int Train(int epochs, int? patience, double rate, int batch, CancellationToken cancellation)
    {
        using var training = new DataLoader(Data(_split.TrainDesign, _split.TrainTarget), new DataLoaderOptions { BatchSize = batch, Seed = _seed, Prefetch = 0 });
        using var heldOut = patience is null ? null : new DataLoader(Data(_split.TestDesign, _split.TestTarget), new DataLoaderOptions { BatchSize = 1024, Shuffles = false, Prefetch = 0 });
        var trainer = new Trainer(_network, new Objective([new LossTerm("loss", _loss.Loss) { Weight = _loss.Weight }]), new Adam(_network.Parameters, rate))
        {
            Epochs = epochs,
            EarlyStopping = patience is { } most ? new EarlyStopping(most) : null,
            Guard = null,
        };
        var result = trainer.Fit(training, heldOut, cancellation);
        cancellation.ThrowIfCancellationRequested();
        return result.BestEpoch;
    }

    /// <summary>Predictions of the held-out rows.</summary>
    public Predictions Predictions()
    {
        var raw = Output();
        var predictions = IsOfClasses ? RowLink.Apply(_candidate.Entry.Link, _split.TestTarget, raw)
            : _candidate.Entry.IsText && _target.Kind == TargetKind.Binary
            ? TextLink.Apply(_loss.Loss, [], _split.TestTarget, raw)
            : InverseLink.Apply(_candidate, _target.Kind, _split.TestTarget, Array.ConvertAll(raw, output => output * _loss.Unit));
        return predictions.At(_split.TestRows);
    }

    /// <summary>The loss of each held-out row.</summary>
    public double[] HeldOutTerms()
    {
        var raw = Output();
        var terms = new double[_split.TestTarget.Length];
        if (!Array.TrueForAll(raw, double.IsFinite))
        {
            Array.Fill(terms, double.PositiveInfinity);
            return terms;
        }

        if (IsOfClasses)
        {
            var rows = new KnownClasses(_loss.Loss, Labels(_split.TestTarget), _target.Classes.Count).Batch(raw, []);
            rows.Terms = terms;
            rows.Reduction = Reduction.None;
            rows.Threads = 1;
            _loss.Loss.Evaluate(rows);
        }
        else
        {
            _loss.Loss.Evaluate(new LossBatch<double> { Prediction = raw, Target = Seen(_split.TestTarget), Terms = terms, Reduction = Reduction.None, Threads = 1 });
        }

        return terms;
    }

    /// <summary>All parameters, one after the other.</summary>
    public double[] Weights() => [.. _network.Parameters.SelectMany(parameter => Enumerable.Range(0, parameter.Value.Count).Select(i => DataRows.Number(parameter.Value, i)))];

    private double[] Output() => RawOutputs.Of(_network, Data(_split.TestDesign, _split.TestTarget), null, CancellationToken.None, prefetch: 0);

    private ArrayData Data(double[] design, double[] target)
    {
        Shape row = [_split.Columns];
        return new ArrayData(_type == ElementType.Double ? DataArray.Of("features", design, row) : DataArray.Of("features", Array.ConvertAll(design, value => (float)value), row), Target(target));
    }

    private DataArray Target(double[] target)
    {
        if (IsOfClasses && KnownClasses.TakesLabels(_candidate.Entry)) return DataArray.Labels(_target.Name, Labels(target), _target.Classes.Count);
        var seen = IsOfClasses ? OneHot(target) : Seen(target);
        Shape row = [IsOfClasses ? _target.Classes.Count : 1];
        return _type == ElementType.Double ? DataArray.Of(_target.Name, seen, row) : DataArray.Of(_target.Name, Array.ConvertAll(seen, value => (float)value), row);
    }

    /// <summary>Targets on the scale of the loss.</summary>
    private double[] Seen(double[] target) => _candidate.MarginLabels ? Array.ConvertAll(target, value => (2 * value) - 1) : _loss.Unit == 1 ? target : Array.ConvertAll(target, value => value / _loss.Unit);

    private double[] OneHot(double[] target)
    {
        var rows = new double[target.Length * _target.Classes.Count];
        for (var i = 0; i < target.Length; i++) rows[(i * _target.Classes.Count) + (int)target[i]] = 1;
        return rows;
    }

    private static int[] Labels(double[] target) => Array.ConvertAll(target, value => (int)value);
}
