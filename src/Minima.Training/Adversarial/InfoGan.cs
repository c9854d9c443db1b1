using Minima.Tensors.Losses;

namespace Minima.Training.Adversarial;

/// <summary>A generative adversarial network whose generator is given a code besides noise, and whose critic has to read the code back: the parts of the code become handles.</summary>
/// <remarks>
/// <para>Formula: both players minimise their loss of the game plus Weight times the cost of reading the code from generated items, which bounds minus their mutual information but for a constant.</para>
/// <para>Input of the generator, [N, NoiseWidth + Classes + ContinuousCodes]: standard normal noise, the class as 0 and 1, and numbers from -1 to 1. Output of the critic, [N, 1 + Classes + 2 ContinuousCodes]: its answer, and of the code the logits, the means, and the logarithms of the variances.</para>
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

    /// <param name="generator">Makes items of noise and code.</param>
    /// <param name="critic">Answers, and reads the code.</param>
    /// <param name="objective">What both minimise of the answers.</param>
    /// <param name="generatorOptimizer">Of the generator's parameters.</param>
    /// <param name="criticOptimizer">Of the critic's parameters.</param>
    /// <param name="random">Draws noise, codes, and what penalties need.</param>
    /// <exception cref="TrainingException">An optimizer has parameters of the other player, or the objective clips weights.</exception>
    public InfoGan(Module generator, Module critic, GanObjective objective, Optimizer generatorOptimizer, Optimizer criticOptimizer, RandomState random)
    {
        GanRules.Check(generator, critic, objective, generatorOptimizer, criticOptimizer, random);
        if (objective.ClipWeights is not null) throw new TrainingException($"The objective {objective.Name} clips the critic's weights, and would also clip those that read the code. Take one that penalises gradients.");
        (Generator, Critic, _objective, _generatorOptimizer, _criticOptimizer, _random) = (generator, critic, objective, generatorOptimizer, criticOptimizer, random);
    }

    /// <summary>Makes items of noise and code.</summary>
    public Module Generator { get; }

    /// <summary>Answers, and reads the code.</summary>
    public Module Critic { get; }

    /// <summary>Numbers of noise for an item.</summary>
    /// <exception cref="TrainingException">Below 1.</exception>
    public int NoiseWidth
    {
        get;
        init => field = AtLeast(1, value, "numbers of noise");
    } = 16;

    /// <summary>How many classes the code has.</summary>
    /// <exception cref="TrainingException">Below 2.</exception>
    public int Classes
    {
        get;
        init => field = AtLeast(2, value, "classes");
    } = 10;

    /// <summary>How many numbers from -1 to 1 the code has.</summary>
    /// <exception cref="TrainingException">Below 1.</exception>
    public int ContinuousCodes
    {
        get;
        init => field = AtLeast(1, value, "numbers of code");
    } = 2;

    /// <summary>What reading the code counts; 0 is the game without it.</summary>
    /// <exception cref="TrainingException">Negative or not finite.</exception>
    public double Weight
    {
        get;
        init => field = value >= 0 && double.IsFinite(value) ? value : throw new TrainingException(FormattableString.Invariant($"The weight of reading the code was to be {value}; it must be finite, 0 or above."));
    } = 1;

    /// <summary>One step of the generator, after those of the critic.</summary>
    /// <param name="real">Gives a batch of real items, each time another.</param>
    /// <exception cref="TrainingException">A loss is not finite, or a player gives another width.</exception>
    public InfoGanStep Step(Func<Tensor> real)
    {
        ArgumentNullException.ThrowIfNull(real);
        double criticLoss = 0;
        for (var step = 0; step < _objective.CriticSteps; step++) criticLoss = CriticStep(real);
        using var scope = StepScope.Begin();
        var items = real();
        var code = DrawCode(items.Shape[0], items.Type);
        _generatorOptimizer.ClearGradients();
        var said = Said(Generator.Forward(Input(code)));
        var reading = Reading(said, code);
        var loss = _objective.Generator(Answer(Said(items)).Detach(), Answer(said)) + (Weight * reading);
        loss.Backward();

        // What reached the critic on the way is not its to learn from.
        Critic.ClearGradients();
        _generatorOptimizer.Step();
        return new(GanRules.Finite(_objective, "generator", loss.Item()), GanRules.Finite(_objective, "critic", criticLoss), reading.Item());
    }

    /// <summary>Items of given classes, with fresh noise and numbers.</summary>
    /// <param name="classes">One for each item.</param>
    /// <param name="type">Float or double.</param>
    /// <exception cref="TrainingException">A class that the code does not have.</exception>
    public Tensor Draw(IReadOnlyList<int> classes, ElementType type = ElementType.Single)
    {
        ArgumentNullException.ThrowIfNull(classes);
        foreach (var one in classes)
        {
            if ((uint)one >= (uint)Classes) throw new TrainingException($"An item of class {one} was asked for; the code has the classes 0 to {Classes - 1}.");
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
        var saidOfMade = Said(made);
        var loss = _objective.Critic(Answer(Said(items)), Answer(saidOfMade)) + (Weight * Reading(saidOfMade, code));
        if (_objective.Penalty is { } penalty) loss += penalty(points => Answer(Said(points)), items, made, _random);
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

    private Tensor Said(Tensor items)
    {
        var said = Critic.Forward(items);
        var width = 1 + Classes + (2 * ContinuousCodes);
        return said.Rank == 2 && said.Shape[1] == width
            ? said
            : throw new TrainingException($"The critic gave {said.Shape}; for {Classes} classes and {ContinuousCodes} numbers of code it must give {width} for each item: its answer, logits, means, and logarithms of variances.");
    }

    private static Tensor Answer(Tensor said) => said.Slice(1, 0, 1);

    /// <summary>What it costs to read the code from what the critic said.</summary>
    private Tensor Reading(Tensor said, in Code code) => new InfoGanInformation().Apply(
        said.Slice(1, 1, Classes),
        said.Slice(1, 1 + Classes, ContinuousCodes),
        said.Slice(1, 1 + Classes + ContinuousCodes, ContinuousCodes),
        code.Classes,
        code.Numbers);

    private static int AtLeast(int least, int value, string what) => value >= least ? value : throw new TrainingException($"A generator was to be given {value} {what}; it needs at least {least}.");

    private readonly record struct Code(Tensor Noise, Tensor Classes, Tensor Numbers);
}
