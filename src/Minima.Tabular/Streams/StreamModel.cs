using Minima.Tensors.Streams;

namespace Minima.Tabular;

/// <summary>A linear model that learns from a stream: it predicts each row, then learns from it, and detects changes of the stream. Memory does not grow.</summary>
/// <remarks>Only one thread at a time may use it. A rejected row changes nothing.</remarks>
public sealed class StreamModel
{
    /// <summary>The largest number: squares of larger ones overflow, and a number of that size is a mistake.</summary>
    private const double Largest = 1e150;

    /// <summary>The number of rows that determine the scale of losses; it is fixed then, so that a later change does not alter the unit.</summary>
    private const int UnitRows = 100;

    private readonly string _name;
    private readonly string[] _columns;
    private readonly string[] _features;

    /// <summary>For each column of the first stream its index in a row of this one.</summary>
    private readonly int[] _places;
    private readonly int _target;
    private readonly RunningScale _scale;
    private readonly RunningConstant _constant;
    private readonly StreamLearner _learner;
    private readonly IDriftDetector? _detector;
    private readonly bool _isOfSigns;
    private readonly double[] _row;
    private double _lossUnit;

    /// <summary>Creates an untrained model.</summary>
    /// <param name="columns">The columns in the order of the rows to come, including the target.</param>
    /// <param name="options">Target, loss, learning rate, detector.</param>
    /// <param name="name">The name of the stream in messages.</param>
    /// <exception cref="DataException">There is no such target, or no other column.</exception>
    /// <exception cref="TrainingException">Options contradict each other.</exception>
    /// <exception cref="LossException">A loss is unknown, or rejects a parameter.</exception>
    public StreamModel(IReadOnlyList<string> columns, StreamOptions options, string name = "the stream")
        : this(columns, options, name, null)
    {
    }

    internal StreamModel(IReadOnlyList<string> columns, StreamOptions options, string name, StreamState? from)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(options);
        StreamOptions.Check(options);
        (Options, _name) = (options, name);
        _columns = [.. from?.Columns ?? columns];
        string[] given = [.. columns];
        _places = Array.ConvertAll(_columns, column => Array.IndexOf(given, column));
        if (from is not null && (columns.Count != _columns.Length || _places.Contains(-1)))
            throw new DataException($"{name} has the columns {string.Join(", ", columns)}, and the saved stream has {string.Join(", ", _columns)}. The same columns are expected, in any order.");
        _target = Array.IndexOf(_columns, options.Target);
        if (_target < 0) throw new DataException($"{name} has no column {Wording.Quote(options.Target)}{Wording.DidYouMean(options.Target, columns)}. It has {string.Join(", ", columns)}.");
        _features = [.. _columns.Where((_, index) => index != _target)];
        if (_features.Length == 0) throw new DataException($"{name} has the target {Wording.Quote(options.Target)} and no other column to predict it from.");
        _row = new double[_features.Length];
        _scale = new RunningScale(_features.Length);
        var losses = LossSpec.Parse(options.NextLoss is null ? [options.Loss] : [options.Loss, options.NextLoss], options.Parameters);
        var loss = losses[0].Create();
        _constant = new RunningConstant(loss);

        // Margin losses take the classes as -1 and 1; tables often have 0 and 1.
        _isOfSigns = loss.DomainOf(1) is { Kind: DomainKind.Labels, Low: -1 };
        _detector = options.CreateDetector();
        var model = new OnlineLinear(_features.Length, loss, options.LearningRate);
        _learner = new StreamLearner(model, _detector)
        {
            Reaction = options.Reaction,
            NextLoss = losses.Length > 1 ? losses[1].Create() : null,
            Watched = _isOfSigns || _detector is DriftDetectionMethod ? static (prediction, target, _) => prediction * target > 0 ? 0 : 1 : (_, _, value) => _lossUnit > 0 ? Math.Clamp(value / _lossUnit, -Largest, Largest) : 1,
        };
        if (options.Scale != StreamScale.All) _lossUnit = 1;
        else model.StepUnit = 0;
        if (from is not null) StreamState.Restored(() => Restore(from));
    }

    /// <summary>The options of the learning.</summary>
    public StreamOptions Options { get; }

    /// <summary>The columns except the target, in the order of <see cref="Weights"/>.</summary>
    public IReadOnlyList<string> Features => _features;

    /// <summary>The number of rows that the model has learned from.</summary>
    public long Rows => _learner.Count;

    /// <summary>The number of times that the stream changed for the worse.</summary>
    public long Alarms => _learner.Drifts;

    /// <summary>The fading mean of the losses, each before its row was learned from.</summary>
    public double RunningLoss => _learner.Running.Value;

    /// <summary>The constant prediction that is best for the last 1024 targets; null as long as there is none.</summary>
    public double? Constant => _constant.IsKnown ? _constant.Value : null;

    /// <summary>The fading mean of the losses of the constant, tested in the same way: a baseline for the model.</summary>
    public double ConstantLoss => _constant.Running.Value;

    /// <summary>The current loss.</summary>
    public Loss Loss => _learner.Model.Loss;

    /// <summary>The weights of the scaled features, in the order of <see cref="Features"/>, and the bias.</summary>
    public ReadOnlySpan<double> Weights => _learner.Model.Weights;

    /// <summary>The number of lines that a reader skipped; it is saved with the stream.</summary>
    public long Skipped { get; set; }

    /// <summary>True if the model is no better than a constant after enough rows.</summary>
    public bool IsNoBetter => _constant.IsKnown && _learner.Count >= UnitRows && _learner.Running.Value >= _constant.Running.Value;

    /// <summary>Predicts a row, and learns from it.</summary>
    /// <param name="row">The numbers in the order of the columns, including the target.</param>
    /// <returns>The prediction and the loss before the row was learned from, and true if the stream has changed for the worse.</returns>
    /// <exception cref="ArgumentException">The row has more or fewer numbers than there are columns.</exception>
    /// <exception cref="DataException">A number is too large to learn from; nothing has changed.</exception>
    /// <exception cref="TrainingException">The step would not be finite; nothing has changed.</exception>
    /// <exception cref="LossException">The target is outside the domain of the loss; nothing has changed.</exception>
    public StreamItem Learn(StreamRow row)
    {
        if (row.Values.Count != _places.Length) throw new ArgumentException($"the row has {row.Values.Count} numbers, and there are {_places.Length} columns", nameof(row));
        var at = 0;
        for (var i = 0; i < _columns.Length; i++)
        {
            var value = row.Values[_places[i]];
            if (!(Math.Abs(value) <= Largest)) throw new DataException($"{_name}, line {row.Line}, column {_columns[i]}: {value.ToString(System.Globalization.CultureInfo.InvariantCulture)} is too large to learn from; numbers up to {Largest} are expected. Correct it, or leave such rows out with --skip-bad.");
            if (i != _target) _row[at++] = value;
        }

        var scales = Options.Scale != StreamScale.None;
        if (scales) _scale.Scale(_row);
        var target = row.Values[_places[_target]];
        if (_isOfSigns && target == 0) target = -1;
        StreamItem item;
        try
        {
            item = _learner.Add(_row, target);
        }
        catch
        {
            if (scales) _scale.TakeBack();
            throw;
        }

        Follow(target);
        if (item.IsAlarm && ReferenceEquals(_learner.Model.Loss, _learner.NextLoss)) _constant.Switch(_learner.NextLoss);
        return item;
    }

    /// <summary>Writes the full state atomically: a reader sees either the old file or the new one.</summary>
    /// <exception cref="IOException">The file cannot be written; the message says where the state was stored instead.</exception>
    public void Save(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var (format, version) = StreamState.Mark;
        new StreamState
        {
            Format = format,
            Version = version,
            Target = Options.Target,
            Loss = Options.Loss,
            Parameters = Options.Parameters,
            LearningRate = Options.LearningRate,
            Detector = Options.Detector,
            Reaction = Options.Reaction.ToString(),
            NextLoss = Options.NextLoss,
            Scale = Options.Scale.ToString(),
            Columns = _columns,
            Skipped = Skipped,
            Features = _scale.Save(),
            Constant = _constant.Save(),
            LossUnit = _lossUnit,
            Model = _learner.Model.Save(),
            HasSwitched = ReferenceEquals(_learner.Model.Loss, _learner.NextLoss),
            Learner = _learner.Save(),
            AdaptiveWindow = (_detector as AdaptiveWindow)?.Save(),
            DriftDetection = (_detector as DriftDetectionMethod)?.Save(),
            PageHinkley = (_detector as PageHinkley)?.Save(),
        }.Write(path);
    }

    private void Restore(StreamState from)
    {
        Skipped = from.Skipped;
        _lossUnit = from.LossUnit;
        _scale.Restore(from.Features);
        if (from.HasSwitched)
        {
            _learner.Model.Loss = _learner.NextLoss!;
            _constant.Switch(_learner.NextLoss!);
        }

        _constant.Restore(from.Constant);
        _learner.Model.Restore(from.Model);
        if (Options.Scale == StreamScale.All) _learner.Model.StepUnit = _constant.StepUnit;
        _learner.Restore(from.Learner);
        (_detector as AdaptiveWindow)?.Restore(from.AdaptiveWindow!);
        (_detector as DriftDetectionMethod)?.Restore(from.DriftDetection!);
        (_detector as PageHinkley)?.Restore(from.PageHinkley!);
    }

    /// <summary>Updates the constant with the target; at first the model moves with it.</summary>
    private void Follow(double target)
    {
        var before = _constant.Value;
        _constant.Add(target);
        if (Options.Scale != StreamScale.All) return;
        if (_learner.Count <= UnitRows) _lossUnit = _constant.Running.Value;
        if (_learner.Count < UnitRows) _learner.Model.Shift(_constant.Value - before);
        _learner.Model.StepUnit = _constant.StepUnit;
    }
}
