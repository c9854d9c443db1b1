using System.Runtime.Intrinsics;
using Minima.Reals;

namespace Minima.Training;

/// <summary>One parameter in an optimizer: its state and its update. Created by an <see cref="ElementwiseOptimizer"/>.</summary>
public abstract class ParameterUpdate
{
    private protected ParameterUpdate()
    {
    }

    /// <summary>The parameter.</summary>
    internal Parameter Parameter { get; private set; } = null!;

    /// <summary>The options of its group, in the order of the optimizer's entry; shared by the group.</summary>
    internal double[] Options { get; private set; } = null!;

    /// <summary>The ratio of the group's learning rate to the optimizer's.</summary>
    internal double RateRatio { get; private set; }

    /// <summary>The step count of the parameter.</summary>
    internal UpdateClock Clock { get; set; } = new() { Product = 1 };

    /// <summary>The names of its state.</summary>
    internal abstract IReadOnlyList<string> StateNames { get; }

    /// <summary>The state, in the order of the names.</summary>
    internal Tensor[] States { get; private set; } = [];

    /// <summary>The memory of this step.</summary>
    private protected UpdateBlock Block;

    /// <summary>Joins an optimizer.</summary>
    internal void Attach(Parameter parameter, double[] options, double rateRatio)
    {
        Parameter = parameter;
        Options = options;
        RateRatio = rateRatio;
        var initial = InitialState(options);
        States = new Tensor[StateNames.Count];
        for (var i = 0; i < States.Length; i++)
        {
            States[i] = new Tensor(Node.Lasting(parameter.Value.Shape, parameter.Value.Type));
            Fill(States[i], initial);
        }
    }

    /// <summary>Reads the addresses and computes the constants of the step.</summary>
    /// <returns>True if there is a gradient; without one the parameter and its clock do not change.</returns>
    internal unsafe bool Prepare(double learningRate, double scale, double limit)
    {
        if (!Parameter.IsTrainable || Parameter.Gradient.IsNone) return false;
        var value = Parameter.Value.Node;
        var rate = learningRate * RateRatio;
        var decoupled = Options[OptimizerEntry.Decoupled] != 0;
        var decay = Options[OptimizerEntry.WeightDecay];
        value.Storage!.Version++;
        Block.Parameter = value.Pointer;
        Block.Gradient = ParameterCheck.GradientNode(Parameter).Pointer;
        if (States.Length > 0) Block.First = States[0].Node.Pointer;
        if (States.Length > 1) Block.Second = States[1].Node.Pointer;
        if (States.Length > 2) Block.Third = States[2].Node.Pointer;
        Block.Scale = scale;
        Block.Limit = limit;
        Block.Decay = decoupled ? 0 : decay;
        Block.Keep = decoupled ? 1 - (rate * decay) : 1;
        var clock = Clock;
        clock.Step++;
        PrepareFormula(rate, ref clock);
        Clock = clock;
        return true;
    }

    /// <summary>Updates elements from start to end.</summary>
    internal abstract void Run(nint start, nint end);

    /// <summary>The initial value of the state.</summary>
    private protected abstract double InitialState(ReadOnlySpan<double> options);

    private protected abstract void PrepareFormula(double learningRate, ref UpdateClock clock);

    private static void Fill(Tensor tensor, double value)
    {
        if (tensor.Type == ElementType.Single) tensor.Write<float>().Fill((float)value);
        else tensor.Write<double>().Fill(value);
    }
}

/// <summary>A parameter that is updated by a formula for each element.</summary>
/// <typeparam name="TRule">The options.</typeparam>
/// <typeparam name="TFormula">The formula.</typeparam>
public sealed class ParameterUpdate<TRule, TFormula> : ParameterUpdate
    where TRule : struct, IUpdateRule<TRule>
    where TFormula : struct, IUpdateFormula<TRule, TFormula>
{
    private TFormula _formula;

    internal override IReadOnlyList<string> StateNames => TFormula.StateNames;

    internal override void Run(nint start, nint end)
    {
        if (Parameter.Value.Type == ElementType.Single)
        {
            if (Vector512.IsHardwareAccelerated) UpdateKernel<TRule, TFormula, V16, float>.Run(_formula, Block, start, end);
            else if (Vector256.IsHardwareAccelerated) UpdateKernel<TRule, TFormula, V8, float>.Run(_formula, Block, start, end);
            else UpdateKernel<TRule, TFormula, V4, float>.Run(_formula, Block, start, end);
        }
        else
        {
            if (Vector512.IsHardwareAccelerated) UpdateKernel<TRule, TFormula, W8, double>.Run(_formula, Block, start, end);
            else if (Vector256.IsHardwareAccelerated) UpdateKernel<TRule, TFormula, W4, double>.Run(_formula, Block, start, end);
            else UpdateKernel<TRule, TFormula, W2, double>.Run(_formula, Block, start, end);
        }
    }

    private protected override double InitialState(ReadOnlySpan<double> options) => TFormula.Initial(TRule.Of(options));

    private protected override void PrepareFormula(double learningRate, ref UpdateClock clock) => _formula = TFormula.At(TRule.Of(Options), learningRate, ref clock);
}
