using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using Minima.Tensors.Randomness;
using Minima.Training;
using Minima.Training.Diagnosis;

namespace Minima.Explorer.Answers;

/// <summary>
/// A network that a page trains, some steps for each question. A step uses all rows. The records of a step are kept until the page has read them.
/// </summary>
/// <remarks>The loop is written out here, because <see cref="Trainer.Fit"/> would bring checkpoints and processes into the page, which has no use for them.</remarks>
internal sealed class Race
{
    /// <summary>The number of steps in an epoch for the doctor, which judges gradients and losses by epochs.</summary>
    private const int EpochSteps = 10;

    private const int PlateauEpochs = 10;

    private readonly Loss _loss;
    private readonly Sequential _model;
    private readonly Optimizer _optimizer;
    private readonly Tensor _features;
    private readonly Tensor _target;

    /// <summary>A trainer that trains nothing: the doctor reads the optimizer from it.</summary>
    private readonly Trainer _watched;

    private readonly DoctorCallback _doctor = new() { PlateauEpochs = PlateauEpochs };
    private readonly List<double> _weights = [];
    private readonly List<double> _losses = [];
    private readonly List<double> _norms = [];
    private int _step;
    private double _epochSum;
    private bool _hasStopped;

    /// <exception cref="LossException">The loss is unknown, or a parameter is invalid.</exception>
    /// <exception cref="TrainingException">A size, a name or a rate is invalid.</exception>
    public Race(JsonElement setup)
    {
        _loss = AskedLoss.Of(setup);
        var target = Numbers.Read(setup, "target");
        HasMarginLabels = _loss.Entry.Inputs is [_, { Domain: var domain }, ..] && domain == Domain.MarginLabel;
        if (HasMarginLabels) target = Array.ConvertAll(target, label => (2 * label) - 1);
        var inputs = setup.GetProperty("inputs").GetInt32();
        _model = Network(inputs, setup.GetProperty("layers").EnumerateArray().Select(width => width.GetInt32()), new RandomState(setup.GetProperty("seed").GetUInt64()));
        _optimizer = Optimizers.Create(setup.GetProperty("optimizer").GetString()!, _model.Parameters, setup.GetProperty("rate").GetDouble(), [.. Options(setup)]);
        _features = Tensor.Of(Numbers.Read(setup, "features"), [target.Length, inputs]).Keep();
        _target = Tensor.Of(target, [target.Length]).Keep();
        _watched = new Trainer(_model, new Objective(_loss), _optimizer);
        AddWeights();
    }

    /// <summary>True if the loss takes the labels -1 and 1.</summary>
    public bool HasMarginLabels { get; }

    /// <summary>Trains up to a step, or until the time is over.</summary>
    public void Go(int step, TimeSpan most)
    {
        var begun = Stopwatch.GetTimestamp();
        while (_step < step && !_hasStopped && (_step == 0 || Stopwatch.GetElapsedTime(begun) < most)) Step();
    }

    /// <summary>Writes everything that the page has not read yet: for each step the loss before it, the norm of the gradient of each layer, and the weights after it; at first also the initial weights.</summary>
    public void Tell(Utf8JsonWriter writer)
    {
        writer.WriteNumber("step", _step);
        writer.WriteBoolean("hasMarginLabels", HasMarginLabels);
        writer.WriteBoolean("hasStopped", _hasStopped);
        Bytes(writer, "losses", _losses);
        Bytes(writer, "norms", _norms);
        Bytes(writer, "weights", _weights);
        writer.WriteStartArray("findings");
        foreach (var finding in _doctor.Findings)
        {
            writer.WriteStartObject();
            writer.WriteString("code", finding.Code);
            writer.Localized("title", finding.English.Title, finding.Chinese.Title);
            writer.Localized("measured", finding.English.Measured, finding.Chinese.Measured);
            writer.Localized("remedy", finding.English.Remedy, finding.Chinese.Remedy);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>Writes doubles as bytes: as text they would take longer than the step.</summary>
    private static void Bytes(Utf8JsonWriter writer, string name, List<double> numbers)
    {
        writer.WriteBase64String(name, MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(numbers)));
        numbers.Clear();
    }

    /// <summary>The network of <see cref="Models.Mlp"/> with ReLU, without linking the table of all activations.</summary>
    private static Sequential Network(int inputs, IEnumerable<int> hidden, RandomState random)
    {
        var layers = new List<Module>();
        foreach (var width in hidden)
        {
            layers.Add(new Linear(inputs, width, random, initializer: Initializer.HeUniform, type: ElementType.Double));
            layers.Add(new Activation<Relu>());
            inputs = width;
        }

        layers.Add(new Linear(inputs, 1, random, initializer: Initializer.GlorotUniform, type: ElementType.Double));
        return new Sequential([.. layers]);
    }

    private static IEnumerable<(string Name, double Value)> Options(JsonElement setup) =>
        setup.TryGetProperty("options", out var options) ? options.EnumerateObject().Select(option => (option.Name, option.Value.GetDouble())) : [];

    private void Step()
    {
        if (_step % EpochSteps == 0) _doctor.EpochStarted(_watched, (_step / EpochSteps) + 1);
        using (StepScope.Begin())
        {
            _optimizer.ClearGradients();
            var loss = _loss.Apply(_model.Forward(_features).Reshape(_target.Shape), _target);
            loss.Backward();
            var (value, norm) = (loss.Item(), _optimizer.GradientNorm());
            if (!double.IsFinite(value) || !double.IsFinite(norm))
            {
                _hasStopped = true;
                return;
            }

            _optimizer.Step();
            _step++;
            _losses.Add(value);
            _epochSum += value;
            AddNorms();
            AddWeights();
            var epoch = (_step - 1) / EpochSteps;
            _doctor.StepEnded(_watched, new StepReport(epoch + 1, ((_step - 1) % EpochSteps) + 1, EpochSteps, _step, value, norm, _optimizer.LearningRate));
        }

        if (_step % EpochSteps == 0)
        {
            _doctor.EpochEnded(_watched, new EpochRecord(_step / EpochSteps, _step, _epochSum / EpochSteps));
            _epochSum = 0;
        }
    }

    private void AddWeights()
    {
        foreach (var parameter in _model.Parameters) CollectionExtensions.AddRange(_weights, parameter.Value.Read<double>());
    }

    /// <summary>Adds the norms of the gradients; a layer is a weight and the bias after it.</summary>
    private void AddNorms()
    {
        for (var i = 0; i < _model.Parameters.Count; i += 2) _norms.Add(Math.Sqrt(Squares(_model.Parameters[i]) + Squares(_model.Parameters[i + 1])));
    }

    private static double Squares(Parameter parameter)
    {
        double sum = 0;
        foreach (var slope in parameter.Gradient.Read<double>()) sum += slope * slope;
        return sum;
    }
}
