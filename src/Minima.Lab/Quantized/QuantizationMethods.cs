using System.Collections.Concurrent;
using System.Globalization;
using Minima.Lab.Studies;
using Minima.Tensors.Losses;
using Minima.Training.Quantization;

namespace Minima.Lab.Quantized;

/// <summary>The methods that quantise a float network to a number of bits, each with four settings.</summary>
/// <param name="mostRows">The maximum number of rows.</param>
/// <param name="epochs">The number of epochs of training with rounding; float training takes twice as many.</param>
internal sealed class QuantizationMethods(int mostRows, int epochs)
{
    public const string Nearest = "to the nearest, afterwards";
    public const string Attraction = "round_to_nearest in training";
    public const string GrowingAttraction = "round_to_nearest in training, growing";
    public const string DampedStraightThrough = "straight-through with round_to_nearest, growing";

    private const double LearningRate = 1e-3;
    private const double UsualStrength = 3e-4;

    private static readonly double[] Rates = [LearningRate, 3e-4, 3e-3, 1e-2];
    private static readonly double[] GrowingStrengths = [1e-2, 1e-3, 1e-1, 1];
    private static readonly double[] Strengths = [UsualStrength, 3e-6, 3e-5, 3e-3];

    private readonly ConcurrentDictionary<Trial, Lazy<DigitNetwork>> _networks = new();

    /// <summary>The float network of a trial, trained once.</summary>
    public DigitNetwork NetworkOf(Trial trial) => _networks.GetOrAdd(trial, one => new(() => new DigitNetwork(one, mostRows, epochs))).Value;

    /// <summary>All methods at a number of bits; rounding to the nearest comes first.</summary>
    public IReadOnlyList<StudyMethod<double>> All(int bits)
    {
        var options = DigitNetwork.Options(bits);
        return
        [
            Method(new(Nearest, "训练后就近舍入"), [
                (new("least error", "误差最小"), network => QuantizedModel.Of(network.Copy(), network.Calibration, options)),
                (new("full range", "覆盖全范围"), network => QuantizedModel.Of(network.Copy(), network.Calibration, options with { Rule = StepRule.Range })),
                (new("trained on, least error", "续训、误差最小"), network => TrainedFurther(network, options)),
                (new("trained on, full range", "续训、覆盖全范围"), network => TrainedFurther(network, options with { Rule = StepRule.Range })),
            ]),
            Method(new("adaround, afterwards", "训练后 adaround"), [.. ((int Steps, double Rate)[])[(300, 0.02), (300, 0.005), (1000, 0.02), (1000, 0.005)]], one => new($"{one.Steps} steps at rate {Text(one.Rate)}", $"{one.Steps} 步、学习率 {Text(one.Rate)}"), (network, one) => AdaptivelyRounded(network, options, one.Steps, one.Rate)),
            Method(new("straight-through, fixed steps", "直通估计，固定步长"), Rates, Rate, (network, rate) => TrainedOn(network, options with { AreStepsLearned = false }, rate)),
            Method(new("straight-through, lsq", "直通估计，lsq"), Rates, Rate, (network, rate) => TrainedOn(network, options, rate)),
            Method(new(Attraction, "训练中加 round_to_nearest"), Strengths, Strength, (network, strength) => Attracted(network, options, strength, (weight, step) => new RoundToNearest(step, 2).Apply(weight))),
            Method(new("sinreq in training", "训练中加 sinreq"), Strengths, Strength, (network, strength) => Attracted(network, options, strength, (weight, step) => new SinusoidalRegularization(step, 1).Apply(weight))),
            Method(new("dsq in training", "训练中用 dsq"), Rates, Rate, (network, rate) => Softly(network, options, rate)),
        ];
    }

    /// <summary>The float network itself.</summary>
    public StudyMethod<double> Float => new(new("float network", "浮点网络"), [.. Enumerable.Repeat(new StudySetting<double>("", trial => NetworkOf(trial).AccuracyOf(NetworkOf(trial).Copy())), Rates.Length)]) { IsReference = true, Grid = new("nothing to choose", "无可选项") };

    /// <summary>Float training with round_to_nearest whose strength grows linearly from 0, then rounding to the nearest.</summary>
    public StudyMethod<double> Growing(int bits) => Method(new(GrowingAttraction, "训练中加逐渐增强的 round_to_nearest"), GrowingStrengths, Strength, (network, strength) =>
    {
        var model = network.Copy();
        var steps = Matrices(model).ToDictionary(weight => weight, weight => Step(weight, DigitNetwork.Options(bits)));
        network.Fit(model, network.Epochs, LearningRate, [Levels(steps, strength, network.Rise)]);
        return QuantizedModel.Of(model, network.Calibration, DigitNetwork.Options(bits));
    });

    /// <summary>
    /// Training through the rounding, with round_to_nearest of growing strength on the underlying weights, which otherwise oscillate between two levels
    /// (Nagel et al. 2022, "Overcoming oscillations in quantization-aware training").
    /// </summary>
    /// <param name="bits">The number of bits of weights and inputs.</param>
    /// <param name="rate">The learning rate.</param>
    /// <param name="falls">True if the rate falls along a cosine; otherwise it is constant.</param>
    public StudyMethod<double> Damped(int bits, double rate, bool falls) => Method(new(DampedStraightThrough, "直通估计加逐渐增强的 round_to_nearest"), GrowingStrengths, Strength, (network, strength) => Through(network, bits, rate, strength, falls));

    /// <summary>Training through the rounding, at four rates.</summary>
    public StudyMethod<double> StraightThrough(int bits, bool falls) => Method(new("straight-through, fixed steps", "直通估计，固定步长"), Rates, Rate, (network, rate) => Through(network, bits, rate, 0, falls));

    /// <summary>
    /// The proportion of weights that training with round_to_nearest moves to another level than immediate rounding does. Also the mean
    /// distance of weights from a level after this training, in steps (about a quarter if nothing pulls them).
    /// </summary>
    public (double Moved, double Distance) Drawn(Trial trial, int bits, double strength)
    {
        var network = NetworkOf(trial);
        var before = network.Copy();
        var model = network.Copy();
        var steps = Attract(network, model, DigitNetwork.Options(bits), strength, (weight, step) => new RoundToNearest(step, 2).Apply(weight));
        int all = 0, moved = 0;
        double distance = 0;
        foreach (var (old, drawn) in Matrices(before).Zip(Matrices(model)))
        {
            var step = steps[drawn];
            foreach (var (from, to) in old.Value.ToArray().Zip(drawn.Value.ToArray()))
            {
                all++;
                distance += Math.Abs((to / step) - Math.Round(to / step));
                if (Math.Round(from / step) != Math.Round(to / step)) moved++;
            }
        }

        return ((double)moved / all, distance / all);
    }

    private static QuantizedModel Through(DigitNetwork network, int bits, double rate, double strength, bool falls)
    {
        var model = QuantizedModel.Of(network.Copy(), network.Calibration, DigitNetwork.Options(bits) with { AreStepsLearned = false });
        var steps = Matrices(model).ToDictionary(weight => weight, weight => Step(weight, DigitNetwork.Options(bits)));
        network.Fit(model, network.Epochs, rate, strength > 0 ? [Levels(steps, strength, network.Rise)] : [], falls);
        return model;
    }

    private static LossPenalty Levels(Dictionary<Parameter, double> steps, double strength, Schedule? schedule) =>
        new("levels", [.. steps.Keys], strength, weight => new RoundToNearest(steps[weight], 2).Apply(weight.Value)) { Schedule = schedule };

    private StudyMethod<double> Method(Words name, IReadOnlyList<(Words Name, Func<DigitNetwork, Module> Make)> settings) =>
        new(name, [.. settings.Select(setting => new StudySetting<double>(setting.Name, trial => NetworkOf(trial).AccuracyOf(setting.Make(NetworkOf(trial)))))]);

    private StudyMethod<double> Method<TValue>(Words name, IReadOnlyList<TValue> values, Func<TValue, Words> nameOf, Func<DigitNetwork, TValue, Module> make) =>
        Method(name, [.. values.Select(value => (nameOf(value), (Func<DigitNetwork, Module>)(network => make(network, value))))]);

    private static Words Rate(double rate) => new($"rate {Text(rate)}", $"学习率 {Text(rate)}");

    private static Words Strength(double strength) => new($"strength {Text(strength)}", $"强度 {Text(strength)}");

    private static string Text(double number) => number.ToString("0.######", CultureInfo.InvariantCulture);

    private static QuantizedModel TrainedFurther(DigitNetwork network, QuantizationOptions options)
    {
        var model = network.Copy();
        network.Fit(model, network.Epochs, LearningRate, []);
        return QuantizedModel.Of(model, network.Calibration, options);
    }

    private static QuantizedModel TrainedOn(DigitNetwork network, QuantizationOptions options, double rate)
    {
        var model = QuantizedModel.Of(network.Copy(), network.Calibration, options);
        network.Fit(model, network.Epochs, rate, []);
        return model;
    }

    /// <summary>Rounds layer by layer, each on the output of the rounded layers before it.</summary>
    private static QuantizedModel AdaptivelyRounded(DigitNetwork network, QuantizationOptions options, int steps, double rate)
    {
        var model = QuantizedModel.Of(network.Copy(), network.Calibration, options);
        var input = network.Calibration;
        foreach (var layer in ((Sequential)model.Inner).Layers)
        {
            if (layer is QuantizedLinear quantized) WeightRounding.Adaptive(quantized, input, steps, rate);
            using var silence = Autograd.NoGradient();
            input = layer.Forward(input);
        }

        return model;
    }

    /// <summary>Float training with a loss that pulls weights to their levels, then rounding to the nearest.</summary>
    private static QuantizedModel Attracted(DigitNetwork network, QuantizationOptions options, double strength, Func<Tensor, double, Tensor> loss)
    {
        var model = network.Copy();
        Attract(network, model, options, strength, loss);
        return QuantizedModel.Of(model, network.Calibration, options);
    }

    private static Dictionary<Parameter, double> Attract(DigitNetwork network, Sequential model, QuantizationOptions options, double strength, Func<Tensor, double, Tensor> loss)
    {
        var steps = Matrices(model).ToDictionary(weight => weight, weight => Step(weight, options));
        network.Fit(model, network.Epochs, LearningRate, [new LossPenalty("levels", [.. steps.Keys], strength, weight => loss(weight.Value, steps[weight]))]);
        return steps;
    }

    private static QuantizedModel Softly(DigitNetwork network, QuantizationOptions options, double rate)
    {
        var model = network.Copy();
        var soft = new Sequential([.. model.Layers.Select(layer => layer is Linear linear ? new SoftQuantizedLinear(linear.Copy(), new QuantizationFormat(options.WeightBits), Step(linear.Parameters[0], options)) : layer.Copy())]);
        network.Fit(soft, network.Epochs, rate, []);
        var trained = new Sequential([.. soft.Layers.Select(layer => (layer is SoftQuantizedLinear linear ? linear.Inner : layer).Copy())]);
        return QuantizedModel.Of(trained, network.Calibration, options);
    }

    private static IEnumerable<Parameter> Matrices(Module model) => model.Parameters.Where(parameter => parameter.Value.Rank == 2);

    private static double Step(Parameter weight, QuantizationOptions options) => StepSearch.Find(weight.Value.ToArray(), new QuantizationFormat(options.WeightBits), options.Rule);
}
