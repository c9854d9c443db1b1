using Minima.Tensors.Losses;

namespace Minima.Training.Adversarial;

/// <summary>A generative adversarial network whose generator gets a code besides noise, and whose critic must recover the code: each part of the code comes to control a trait of the items.</summary>
/// <remarks>
/// <para>Formula: both players minimise their loss of the game plus Weight times the cost of reading the code from generated items, an upper bound on minus their mutual information up to a constant.</para>
/// <para>Input of the generator, [N, NoiseWidth + Classes + ContinuousCodes]: standard normal noise, the class as 0 and 1, and numbers from -1 to 1. Output of the critic, [N, 1 + Classes + 2 ContinuousCodes]: its score, then for the code the logits, the means, and the logarithms of the variances.</para>
/// <para>Source: Chen et al. 2016, NeurIPS, arXiv:1606.03657.</para>
/// </remarks>
/// <example><code>
/// var game = new InfoGan(generator, critic, GanObjectives.NonSaturating, generatorOptimizer, criticOptimizer, random) { NoiseWidth = 16, Classes = 10, ContinuousCodes = 2 };
/// game.Step(() => data.Draw(64));
/// var threes = game.Draw([3, 3, 3, 3]);
/// </code></example>
public sealed class InfoGan
{
    private readonly GanObjective _objective;
    private readonly Optimizer _generatorOptimizer;
    private readonly Optimizer _criticOptimizer;
    private readonly RandomState _random;

    /// <param name="generator">Turns noise and code into items.</param>
    /// <param name="critic">Scores items and reads the code.</param>
    /// <param name="objective">The losses of both players, from the critic's scores.</param>
    /// <param name="generatorOptimizer">The optimizer of the generator's parameters.</param>
    /// <param name="criticOptimizer">The optimizer of the critic's parameters.</param>
    /// <param name="random">Draws noise, codes, and the random numbers of penalties.</param>
    /// <exception cref="TrainingException">An optimizer has parameters of the other player, or the objective clips weights.</exception>
    public InfoGan(Module generator, Module critic, GanObjective objective, Optimizer generatorOptimizer, Optimizer criticOptimizer, RandomState random)
    {
        GanRules.Check(generator, critic, objective, generatorOptimizer, criticOptimizer, random);
        if (objective.ClipWeights is not null) throw new TrainingException($"The objective {objective.Name} clips the critic's weights, and would also clip those that read the code. Use one that penalises gradients.");
        (Generator, Critic, _objective, _generatorOptimizer, _criticOptimizer, _random) = (generator, critic, objective, generatorOptimizer, criticOptimizer, random);
    }

    /// <summary>The network that turns noise and code into items.</summary>
    public Module Generator { get; }

    /// <summary>The network that scores items and reads the code.</summary>
    public Module Critic { get; }

    /// <summary>The number of noise inputs for an item.</summary>
    /// <exception cref="TrainingException">Below 1.</exception>
    public int NoiseWidth
    {
        get;
        init => field = AtLeast(1, value, "numbers of noise");
    } = 16;

    /// <summary>The number of classes in the code.</summary>
    /// <exception cref="TrainingException">Below 2.</exception>
    public int Classes
    {
        get;
        init => field = AtLeast(2, value, "classes");
    } = 10;

    /// <summary>The number of continuous inputs, from -1 to 1, in the code.</summary>
    /// <exception cref="TrainingException">Below 1.</exception>
    public int ContinuousCodes
    {
        get;
        init => field = AtLeast(1, value, "numbers of code");
    } = 2;

    /// <summary>The weight of the cost of reading the code; 0 is the game without it.</summary>
    /// <exception cref="TrainingException">Negative or not finite.</exception>
    public double Weight
    {
        get;
        init => field = value >= 0 && double.IsFinite(value) ? value : throw new TrainingException(FormattableString.Invariant($"The weight of reading the code is {value}; it must be finite, 0 or above."));
    } = 1;

    /// <summary>Makes one step of the generator, after the critic's steps.</summary>
    /// <param name="real">Returns a batch of real items, a new one each time.</param>
    /// <exception cref="TrainingException">A loss is not finite, or the output of a player has another width.</exception>
    public InfoGanStep Step(Func<Tensor> real)
    {
        ArgumentNullException.ThrowIfNull(real);
        double criticLoss = 0;
        for (var step = 0; step < _objective.CriticSteps; step++) criticLoss = CriticStep(real);
        using var scope = StepScope.Begin();
        var items = real();
        var code = DrawCode(items.Shape[0], items.Type);
        _generatorOptimizer.ClearGradients();
        var output = Output(Generator.Forward(Input(code)));
        var reading = Reading(output, code);
        var loss = _objective.Generator(Answer(Output(items)).Detach(), Answer(output)) + (Weight * reading);
        loss.Backward();

        // The backward pass of the generator also reached the critic, which must not learn from it.
        Critic.ClearGradients();
        _generatorOptimizer.Step();
        return new(GanRules.Finite(_objective, "generator", loss.Item()), GanRules.Finite(_objective, "critic", criticLoss), reading.Item());
    }

    /// <summary>Items of given classes, with fresh noise and continuous codes.</summary>
    /// <param name="classes">One for each item.</param>
    /// <param name="type">Float or double.</param>
    /// <exception cref="TrainingException">A class outside the classes of the code.</exception>
    public Tensor Draw(IReadOnlyList<int> classes, ElementType type = ElementType.Single)
    {
        ArgumentNullException.ThrowIfNull(classes);
        foreach (var one in classes)
        {
            if ((uint)one >= (uint)Classes) throw new TrainingException($"Cannot draw an item of class {one}; the code has the classes 0 to {Classes - 1}.");
        }

        return Generator.Forward(Input(DrawCode(classes.Count, type) with { Classes = Tensor.Of([.. classes], [classes.Count]) }));
    }

    private double CriticStep(Func<Tensor> real)
    {
        using var scope = StepScope.Begin();
        var items = real();
        var code = DrawCode(items.Shape[0], items.Type);
        Tensor made;
        using (Autograd.NoGradient()) made = Generator.Forward(Input(code));
        _criticOptimizer.ClearGradients();
        var madeOutput = Output(made);
        var loss = _objective.Critic(Answer(Output(items)), Answer(madeOutput)) + (Weight * Reading(madeOutput, code));
        if (_objective.Penalty is { } penalty) loss += penalty(points => Answer(Output(points)), items, made, _random);
        loss.Backward();
        _criticOptimizer.Step();
        return loss.Item();
    }

    private Code DrawCode(int items, ElementType type)
    {
        var classes = new int[items];
        for (var i = 0; i < items; i++) classes[i] = _random.NextInt(Classes);
        var numbers = new double[items * ContinuousCodes];
        _random.FillUniform(numbers, -1, 1);
        return new(Sizes.Normal([items, NoiseWidth], 1, _random, type), Tensor.Of(classes, [items]), Tensor.Of(numbers, [items, ContinuousCodes]).To(type));
    }

    private Tensor Input(in Code code)
    {
        var labels = code.Classes.Read<int>();
        var chosen = new double[labels.Length * Classes];
        for (var i = 0; i < labels.Length; i++) chosen[(i * Classes) + labels[i]] = 1;
        return Tensor.Concatenate(1, code.Noise, Tensor.Of(chosen, [labels.Length, Classes]).To(code.Noise.Type), code.Numbers);
    }

    private Tensor Output(Tensor items)
    {
        var output = Critic.Forward(items);
        var width = 1 + Classes + (2 * ContinuousCodes);
        return output.Rank == 2 && output.Shape[1] == width
            ? output
            : throw new TrainingException($"The critic gave {output.Shape}; for {Classes} classes and {ContinuousCodes} numbers of code it must give {width} for each item: its answer, logits, means, and logarithms of variances.");
    }

    private static Tensor Answer(Tensor output) => output.Slice(1, 0, 1);

    /// <summary>The cost of reading the code from the critic's output.</summary>
    private Tensor Reading(Tensor output, in Code code) => new InfoGanInformation().Apply(
        output.Slice(1, 1, Classes),
        output.Slice(1, 1 + Classes, ContinuousCodes),
        output.Slice(1, 1 + Classes + ContinuousCodes, ContinuousCodes),
        code.Classes,
        code.Numbers);

    private static int AtLeast(int least, int value, string what) => value >= least ? value : throw new TrainingException($"A generator was to be given {value} {what}; it needs at least {least}.");

    private readonly record struct Code(Tensor Noise, Tensor Classes, Tensor Numbers);
}
