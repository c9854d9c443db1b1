using System.Text.Json;
using System.Text.Json.Nodes;
using Minima.Training.Checkpoints;

namespace Minima.Training.Tests.Checkpoints;

/// <summary>Files of tensors against those of another hand (make_checkpoints.py) and of the format's own tests.</summary>
public class SafeTensorsTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "reference", "training", "checkpoints");
    private static readonly JsonElement Expected = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, "expected.json"))).RootElement;

    [Fact]
    public void TheNumbersOfAnotherWriterAreRead()
    {
        using var reader = new SafeTensorsReader(Path.Combine(Folder, "layout.safetensors"));
        Assert.Equal(["optimizer.m F64 [3, 2]", "empty F32 [0, 4]", "layer.0.weight F32 [2, 3, 4]", "scale F32 []", "标签 I32 [5]"], reader.Entries.Select(entry => entry.ToString()), StringComparer.Ordinal);
        Assert.Equal("a \"quoted\" text\n", reader.Metadata["note"]);
        foreach (var entry in reader.Entries)
        {
            var tensor = reader.Read(entry.Name);
            Assert.Equal(entry.Shape, tensor.Shape);
            Assert.Equal(ExpectedNumbers("layout", entry.Name), tensor.ToArray());
        }

        var weights = reader.Read("layer.0.weight");
        Assert.Equal(ElementType.Single, weights.Type);
        Assert.Equal(BitConverter.SingleToInt32Bits(-0f), BitConverter.SingleToInt32Bits(weights.Read<float>()[2]));
        Assert.Equal(ElementType.Double, reader.Read("optimizer.m").Type);
        Assert.Equal(ElementType.Int32, reader.Read("标签").Type);
    }

    [Fact]
    public void TheSameTensorsGiveTheBytesOfAnotherWriter()
    {
        using var reader = new SafeTensorsReader(Path.Combine(Folder, "layout.safetensors"));

        // In another order: the layout does not depend on it.
        NamedTensor[] tensors = [.. reader.Entries.Reverse().Select(entry => new NamedTensor(entry.Name, reader.Read(entry.Name)))];
        using var written = new MemoryStream();
        SafeTensorsWriter.Write(written, tensors, reader.Metadata);
        Assert.Equal(File.ReadAllBytes(Path.Combine(Folder, "layout.safetensors")), written.ToArray());
    }

    [Fact]
    public void TheBytesAreThoseOfTheFormatsOwnTests()
    {
        // safetensors, tensor.rs, test_serialization: a header of 64 bytes, and one that is filled up with spaces.
        using var written = new MemoryStream();
        SafeTensorsWriter.Write(written, [new("attn.0", Tensor.Of([0f, 1, 2, 3, 4, 5], [1, 2, 3]))]);
        Assert.Equal([.. "@\0\0\0\0\0\0\0{\"attn.0\":{\"dtype\":\"F32\",\"shape\":[1,2,3],\"data_offsets\":[0,24]}}"u8, .. Floats(0, 1, 2, 3, 4, 5)], written.ToArray());
        written.SetLength(0);
        SafeTensorsWriter.Write(written, [new("attn0", Tensor.Of([0f, 1, 2, 3, 4, 5], [1, 1, 2, 3]))]);
        Assert.Equal([.. "H\0\0\0\0\0\0\0{\"attn0\":{\"dtype\":\"F32\",\"shape\":[1,1,2,3],\"data_offsets\":[0,24]}}       "u8, .. Floats(0, 1, 2, 3, 4, 5)], written.ToArray());

        // tensor.rs, the example of its documentation.
        using var example = new SafeTensorsReader(new MemoryStream([.. "<\0\0\0\0\0\0\0{\"test\":{\"dtype\":\"I32\",\"shape\":[2,2],\"data_offsets\":[0,16]}}"u8, .. new byte[16]]), "example");
        Assert.Equal([0, 0, 0, 0], example.Read("test").Read<int>().ToArray());
    }

    [Fact]
    public void NoTensorsAreAFileToo()
    {
        using var written = new MemoryStream();
        SafeTensorsWriter.Write(written, []);
        Assert.Equal([.. "\b\0\0\0\0\0\0\0{}      "u8], written.ToArray());
        using var reader = new SafeTensorsReader(written, "nothing");
        Assert.Empty(reader.Entries);
        Assert.Empty(reader.Metadata);
    }

    [Fact]
    public void NarrowAndWideTypesAreConvertedWhereNothingIsLost()
    {
        using var reader = new SafeTensorsReader(Path.Combine(Folder, "types.safetensors"));
        var (floats, doubles) = (new float[40], new double[40]);
        foreach (var name in (string[])["half", "brain"])
        {
            reader.Read(name, floats);
            reader.Read(name, doubles);
            Assert.Equal(ExpectedNumbers("types", name), doubles);
            Assert.Equal(doubles, Array.ConvertAll(floats, x => (double)x));
            Assert.Equal(doubles, reader.Read(name).ToArray());
        }

        var integers = new int[4];
        reader.Read("wide", integers);
        Assert.Equal(ExpectedNumbers("types", "wide"), Array.ConvertAll(integers, x => (double)x));
        Assert.Equal(ElementType.Int32, reader.Read("wide").Type);
    }

    [Fact]
    public void WhatWouldLoseSomethingIsRefused()
    {
        using var types = new SafeTensorsReader(Path.Combine(Folder, "types.safetensors"));
        Refused("holds 2147483648, which does not fit", () => types.Read("too_wide"));
        Refused("small U8 [3] cannot be read as float, double or int", () => types.Read("small"));
        Refused("flags BOOL [2] cannot be read as int", () => types.Read("flags", new int[2]));
        Refused("wide I64 [4] cannot be read as float", () => types.Read("wide", new float[4]));
        Refused("half F16 [40] cannot be read as int", () => types.Read("half", new int[40]));
        using var layout = new SafeTensorsReader(Path.Combine(Folder, "layout.safetensors"));
        Refused("optimizer.m F64 [3, 2] cannot be read as float", () => layout.Read("optimizer.m", new float[6]));
        Refused("标签 I32 [5] cannot be read as double", () => layout.Read("标签", new double[5]));
        Refused("has 6 elements, but should be read into 7", () => layout.Read("optimizer.m", new double[7]));
        Refused("there is no tensor 'layer.0.weigth' in it (did you mean 'layer.0.weight'?)", () => layout.Read("layer.0.weigth"));
        Assert.Null(layout.Find("layer"));
    }

    [Fact]
    public void ViewsWithGapsAreWrittenInOrder()
    {
        using var written = new MemoryStream();
        SafeTensorsWriter.Write(written, [new("t", Tensor.Of([1.0, 2, 3, 4, 5, 6], [2, 3]).Transpose(0, 1))]);
        using var reader = new SafeTensorsReader(written, "view");
        Assert.Equal([3, 2], reader.Read("t").Shape);
        Assert.Equal([1, 4, 2, 5, 3, 6], reader.Read("t").ToArray());
    }

    [Fact]
    public void TensorsThatAreReadOutliveAStep()
    {
        Tensor read;
        using (StepScope.Begin())
        {
            using var reader = new SafeTensorsReader(Path.Combine(Folder, "layout.safetensors"));
            read = reader.Read("scale");
        }

        Assert.Equal(0.5, read.Item());
    }

    [Fact]
    public void NamesThatNoFileKeepsAreRefused()
    {
        var one = Tensor.Ones([1]);
        Refused("an empty name", () => Write("", one));
        Refused("control character U+000A", () => Write("a\nb", one));
        Refused("longer than 512 bytes", () => Write(new string('x', 513), one));
        Refused("'__metadata__' is given twice, or is that of the metadata", () => Write("__metadata__", one));
        Refused("'a' is given twice", () => SafeTensorsWriter.Write(Stream.Null, [new("a", one), new("a", one)]));
        Refused("65537 tensors", () => SafeTensorsWriter.Write(Stream.Null, [.. Enumerable.Range(0, 65537).Select(i => new NamedTensor($"t{i}", one))]));
        Refused("take 100000", () => SafeTensorsWriter.Write(Stream.Null, [], new Dictionary<string, string>(StringComparer.Ordinal) { ["long"] = new('x', 100_000_000) }));
        Write(new string('x', 512), one);
    }

    [Fact]
    public void ATensorThatHasEndedIsRefusedAndNoFileIsLeft()
    {
        using var folder = new TemporaryFolder();
        Tensor ended;
        using (StepScope.Begin()) ended = Tensor.Ones([2]);
        Assert.Throws<TrainingException>(() => SafeTensorsWriter.Write(folder["w.safetensors"], [new("w", ended)]));
        Assert.Empty(folder.Files);
    }

    [Fact]
    public void AFileThatIsNotThereIsRefused()
    {
        using var folder = new TemporaryFolder();
        Refused("there is no such file", () => Open(folder["none.safetensors"]));
        Refused("there is no such file", () => Open(folder["none/none.safetensors"]));
        Refused("it cannot be opened", () => Open(folder.Path));
    }

    private static double[] ExpectedNumbers(string file, string name) =>
        [.. Expected.GetProperty(file).GetProperty(name).EnumerateArray().Select(number => JsonNumber.TryRead(JsonValue.Create(number), out var value) ? value : throw new InvalidDataException(name))];

    private static byte[] Floats(params float[] values) => [.. values.SelectMany(BitConverter.GetBytes)];

    private static void Write(string name, Tensor tensor) => SafeTensorsWriter.Write(Stream.Null, [new(name, tensor)]);

    private static void Open(string path)
    {
        using var reader = new SafeTensorsReader(path);
    }

    private static void Refused(string message, Action action) => Assert.Contains(message, Assert.Throws<CheckpointException>(action).Message, StringComparison.Ordinal);
}
