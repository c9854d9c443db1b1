using System.Text.Json.Nodes;
using Minima.Cli.Evaluate;
using Minima.Training.Checkpoints;
using Minima.Training.Streams;

namespace Minima.Cli.Streaming;

/// <summary>A stream that is being learned from: scales, tests, learns, and writes lines.</summary>
internal sealed class StreamSession
{
    private readonly StreamRequest _request;
    private readonly TextWriter _output;
    private readonly string[] _features;
    private readonly int _target;
    private readonly RunningScale _scale;
    private readonly StreamLearner _learner;
    private readonly bool _isOfSigns;
    private readonly double[] _row;

    /// <exception cref="DataException">There is no such target, or nothing beside it.</exception>
    public StreamSession(StreamRequest request, IReadOnlyList<string> columns, TextWriter output)
    {
        (_request, _output) = (request, output);
        _target = columns.ToList().FindIndex(column => column == request.Target);
        if (_target < 0) throw new DataException($"standard input has no column {Words.Quote(request.Target)}{Words.DidYouMean(request.Target, columns)}. It has {string.Join(", ", columns)}.");
        _features = [.. columns.Where((_, index) => index != _target)];
        if (_features.Length == 0) throw new DataException($"standard input has the target {Words.Quote(request.Target)} and no other column to predict it from.");
        _row = new double[_features.Length];
        _scale = new RunningScale(_features.Length);
        var loss = Loss.Create(request.Loss);

        // Margins know the classes as -1 and 1; people write 0 and 1.
        _isOfSigns = loss.DomainOf(1) is { Kind: DomainKind.Labels, Low: -1 };
        var detector = StreamCommand.Detector(request.Detector);
        _learner = new StreamLearner(new OnlineLinear(_features.Length, loss, request.LearningRate), detector)
        {
            Reaction = request.Reaction,
            NextLoss = request.NextLoss is null ? null : Loss.Create(request.NextLoss),
            Watched = _isOfSigns || detector is DriftDetectionMethod ? static (prediction, target, _) => prediction * target > 0 ? 0 : 1 : static (_, _, value) => value,
        };
    }

    public void Take(StreamRow row)
    {
        var at = 0;
        for (var i = 0; i < row.Values.Length; i++)
        {
            if (i != _target) _row[at++] = row.Values[i];
        }

        _scale.Scale(_row);
        var target = row.Values[_target];
        var item = _learner.Add(_row, _isOfSigns && target == 0 ? -1 : target);
        if (item.IsAlarm) Write("alarm", row.Line, hasWeights: false);
        if (_request.Every > 0 && _learner.Count % _request.Every == 0) Write("rows", row.Line, hasWeights: true);
    }

    public void End() => Write("end", null, hasWeights: true);

    private void Write(string kind, long? line, bool hasWeights)
    {
        var json = new JsonObject { ["event"] = kind, ["rows"] = _learner.Count };
        if (line is not null) json["line"] = line;
        json["loss"] = JsonNumber.Of(_learner.Running.Value);
        json["alarms"] = _learner.Drifts;
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
