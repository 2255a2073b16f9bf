using Hunyuan3D.Hosting.Cli;

return await RootVerb.RunAsync(args, Console.Out, Console.Error);
