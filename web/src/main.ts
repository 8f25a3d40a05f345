import { mount } from "svelte";
import Shell from "./app/Shell.svelte";
import "./app/theme.css";
import "./app/base.css";

const target = document.getElementById("app");
if (target) mount(Shell, { target });
