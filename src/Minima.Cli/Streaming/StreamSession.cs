using System.Text.Json.Nodes;
using Minima.Cli.Evaluate;
using Minima.Cli.Terminal;
using Minima.Tabular;
using Minima.Tensors.Streams;
using Minima.Training.Checkpoints;

namespace Minima.Cli.Streaming;

/// <summary>A stream that is being learned from: scales, tests, learns, and writes lines.</summary>
internal sealed class StreamSession
{
    /// <summary>Beyond this the square of a number is beyond the doubles; a number of that size is a mistake.</summary>
    private const double Largest = 1e150;

    /// <summary>So many rows tell how large losses are; then that is fixed, so that a change is not taken for a unit.</summary>
    private const int UnitRows = 100;

    private readonly StreamRequest _request;
    private readonly TextWriter _output;
    private readonly string[] _columns;
    private readonly string[] _features;

    /// <summary>For each column of the first stream its place in a row of this one.</summary>
    private readonly int[] _places;
    private readonly int _target;
    private readonly RunningScale _scale;
    private readonly RunningConstant _constant;
    private readonly StreamLearner _learner;
    private readonly IDriftDetector? _detector;
    private readonly bool _isOfSigns;
    private readonly double[] _row;
    private double _lossUnit;

    /// <exception cref="DataException">There is no such target, nothing beside it, or other columns than those of the state that it goes on from.</exception>
    /// <exception cref="LossException">A loss is unknown, or refuses a parameter.</exception>
    public StreamSession(StreamRequest request, IReadOnlyList<string> columns, TextWriter output)
    {
        (_request, _output) = (request, output);
        _columns = [.. request.From?.Columns ?? columns];
        _places = Array.ConvertAll(_columns, column => columns.ToList().IndexOf(column));
        if (request.From is not null && (columns.Count != _columns.Length || _places.Contains(-1)))
            throw new DataException($"standard input has the columns {string.Join(", ", columns)}, and the saved stream has {string.Join(", ", _columns)}. The same columns are expected, in any order.");
        _target = Array.IndexOf(_columns, request.Target);
        if (_target < 0) throw new DataException($"standard input has no column {Wording.Quote(request.Target)}{Wording.DidYouMean(request.Target, columns)}. It has {string.Join(", ", columns)}.");
        _features = [.. _columns.Where((_, index) => index != _target)];
        if (_features.Length == 0) throw new DataException($"standard input has the target {Wording.Quote(request.Target)} and no other column to predict it from.");
        _row = new double[_features.Length];
        _scale = new RunningScale(_features.Length);
        var losses = LossSpec.Parse(request.NextLoss is null ? [request.Loss] : [request.Loss, request.NextLoss], request.Parameters);
        var loss = losses[0].Create();
        _constant = new RunningConstant(loss);

        // Margins know the classes as -1 and 1; people write 0 and 1.
        _isOfSigns = loss.DomainOf(1) is { Kind: DomainKind.Labels, Low: -1 };
        _detector = StreamCommand.Detector(request.Detector);
        var model = new OnlineLinear(_features.Length, loss, request.LearningRate);
        _learner = new StreamLearner(model, _detector)
        {
            Reaction = request.Reaction,
            NextLoss = losses.Length > 1 ? losses[1].Create() : null,
            Watched = _isOfSigns || _detector is DriftDetectionMethod ? static (prediction, target, _) => prediction * target > 0 ? 0 : 1 : (_, _, value) => _lossUnit > 0 ? Math.Clamp(value / _lossUnit, -Largest, Largest) : 1,
        };
        if (request.Scale != StreamScale.All) _lossUnit = 1;
        else model.StepUnit = 0;
        if (request.From is { } from) StreamState.Restored(() => Restore(from));
    }

    /// <summary>Lines that were left out.</summary>
    public long Skipped { get; set; }

    /// <summary>No better than a constant, though it has seen enough rows to be.</summary>
    public bool IsNoBetter => _constant.IsKnown && _learner.Count >= UnitRows && _learner.Running.Value >= _constant.Running.Value;

    /// <exception cref="DataException">A number is too large to learn from; nothing has changed.</exception>
    /// <exception cref="TrainingException">The step would not be finite; nothing has changed.</exception>
    /// <exception cref="LossException">The loss knows no such target; nothing has changed.</exception>
    public void Take(StreamRow row)
    {
        var at = 0;
        for (var i = 0; i < _columns.Length; i++)
        {
            var value = row.Values[_places[i]];
            if (!(Math.Abs(value) <= Largest)) throw new DataException($"standard input, line {row.Line}, column {_columns[i]}: {value.ToString(System.Globalization.CultureInfo.InvariantCulture)} is too large to learn from; numbers up to {Largest} are expected. Correct it, or leave such rows out with --skip-bad.");
            if (i != _target) _row[at++] = value;
        }

        var scales = _request.Scale != StreamScale.None;
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

        Learn(target);
        if (item.IsAlarm && ReferenceEquals(_learner.Model.Loss, _learner.NextLoss)) _constant.Switch(_learner.NextLoss);
        if (item.IsAlarm) Write("alarm", row.Line, hasWeights: false);
        if (_request.Every > 0 && _learner.Count % _request.Every == 0) Write("rows", row.Line, hasWeights: true);
    }

    public void End() => Write("end", null, hasWeights: true);

    /// <summary>Everything that the next row needs.</summary>
    public StreamState Save()
    {
        var (format, version) = StreamState.Mark;
        return new StreamState
        {
            Format = format,
            Version = version,
            Target = _request.Target,
            Loss = _request.Loss,
            Parameters = _request.Parameters,
            LearningRate = _request.LearningRate,
            Detector = _request.Detector,
            Reaction = _request.Reaction.ToString(),
            NextLoss = _request.NextLoss,
            Scale = _request.Scale.ToString(),
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
        };
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
        if (_request.Scale == StreamScale.All) _learner.Model.StepUnit = _constant.StepUnit;
        _learner.Restore(from.Learner);
        (_detector as AdaptiveWindow)?.Restore(from.AdaptiveWindow!);
        (_detector as DriftDetectionMethod)?.Restore(from.DriftDetection!);
        (_detector as PageHinkley)?.Restore(from.PageHinkley!);
    }

    /// <summary>The constant sees the target; while little is known the model moves with it.</summary>
    private void Learn(double target)
    {
        var before = _constant.Value;
        _constant.Add(target);
        if (_request.Scale != StreamScale.All) return;
        if (_learner.Count <= UnitRows) _lossUnit = _constant.Running.Value;
        if (_learner.Count < UnitRows) _learner.Model.Shift(_constant.Value - before);
        _learner.Model.StepUnit = _constant.StepUnit;
    }

    private void Write(string kind, long? line, bool hasWeights)
    {
        var json = new JsonObject { ["event"] = kind, ["rows"] = _learner.Count };
        if (line is not null) json["line"] = line;
        json["loss"] = JsonNumber.Of(_learner.Running.Value);
        if (_constant.IsKnown)
        {
            json["constant"] = JsonNumber.Of(_constant.Value);
            json["constant_loss"] = JsonNumber.Of(_constant.Running.Value);
        }

        json["alarms"] = _learner.Drifts;
        if (_request.SkipsBad) json["skipped"] = Skipped;
        json["by"] = _learner.Model.Loss.Entry.Key;
        if (hasWeights)
        {
            var weights = new JsonObject();
            for (var i = 0; i < _features.Length; i++) weights[_features[i]] = JsonNumber.Of(_learner.Model.Weights[i]);
            weights["bias"] = JsonNumber.Of(_learner.Model.Weights[^1]);
            json["weights"] = weights;
        }

        _output.WriteLine(json.ToJsonString());
        _output.Flush();
    }
}
