#:project ../src/Minima.Training/Minima.Training.csproj
#:property PublishAot=false

using Minima;
using Minima.Tensors;
using Minima.Tensors.Randomness;
using Minima.Training;
using Minima.Training.Data;

using var data = CsvData.Open(args is [var path] ? path : "data/breast-cancer.csv", new() { Target = "malignant", ValidationShare = 0.25, Seed = 1 });
using var training = new DataLoader(data, new() { Rows = data.Training, Seed = 1 });
using var kept = new DataLoader(data, new() { Rows = data.Validation });

var f = Models.Mlp(30, [100], 1, new RandomState(1));   // f(x) = W₂ relu(W₁ x + b₁) + b₂
var loss = Loss.Parse("softplus(p) - t*p");             // ℓ(p, t) = log(1 + eᵖ) − t p
var optimizer = new Adam(f.Parameters, learningRate: 0.001);
for (var epoch = 0; epoch < 30; epoch++)
foreach (var batch in training.Epoch(epoch))
{
    using var step = StepScope.Begin();
    optimizer.ClearGradients();
    loss.Apply(f.Forward(batch.Features).Reshape(batch.Target.Shape), batch.Target).Backward();
    optimizer.Step();
}

var accuracy = new BinaryAccuracy();
foreach (var batch in kept.Epoch(0)) accuracy.Add(f.Forward(batch.Features), batch.Target);
Console.WriteLine($"accuracy on {kept.Rows} rows kept back: {accuracy.Value:p1}");
