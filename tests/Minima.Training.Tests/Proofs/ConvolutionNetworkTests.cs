using Minima.Examples;
using Minima.Examples.Convolution;
using Minima.Tabular;
using Split = Minima.Lab.Split;

namespace Minima.Training.Tests.Proofs;

/// <summary>Convolutions on the digits.</summary>
public sealed class ConvolutionNetworkTests
{
    [SlowFact]
    public void FourEpochsAreEnoughForMostDigits()
    {
        var table = BundledTable.Digits();
        var split = Split.Of(table, 1);
        var network = ConvolutionTask.Trained(table, ConvolutionTask.Network, split.Training, 0.01, 1, 4);
        var accuracy = ConvolutionTask.Accuracy(table, network, split.Test);
        Assert.True(accuracy > 0.96, $"{accuracy}");
        var errors = ConvolutionTask.Errors(table, network, split.Test);
        Assert.Equal(1 - accuracy, (double)errors.Count / split.Test.Length, 1e-12);
        Assert.All(errors, one => Assert.NotEqual((int)table.Target[one.Row], one.Said));
    }
}
